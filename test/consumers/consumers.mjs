// Who installs the tarballs: one folder with its own node_modules each, the sources compiled and run in every
// module system that is named.
import { readFileSync } from 'node:fs'

const rootManifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const rootRange = (name) => rootManifest.devDependencies[name].replace(/^npm:.*@/, '')

const everybody = ['typescript', '@types/node']
const ranges = (...names) => Object.fromEntries(names.map((name) => [name, rootRange(name)]))

export const consumers = [
  {
    name: 'express 4',
    fixture: 'express',
    programs: ['out/server.js', 'out/parts.js'],
    modules: ['esm', 'commonjs'],
    dependencies: { express: rootRange('express4'), '@types/express': rootRange('@types/express4') },
  },
  {
    name: 'express 5',
    fixture: 'express',
    programs: ['out/server.js', 'out/parts.js'],
    modules: ['esm', 'commonjs'],
    dependencies: { express: rootRange('express5'), '@types/express': rootRange('@types/express5') },
  },
  {
    name: 'koa 2',
    fixture: 'koa',
    programs: ['out/server.js', 'out/parts.js'],
    modules: ['esm', 'commonjs'],
    dependencies: { koa: rootRange('koa2'), '@types/koa': rootRange('@types/koa2') },
  },
  {
    name: 'koa 3',
    fixture: 'koa',
    programs: ['out/server.js', 'out/parts.js'],
    modules: ['esm', 'commonjs'],
    dependencies: { koa: rootRange('koa3'), '@types/koa': rootRange('@types/koa3') },
  },
  {
    name: 'bare node:http',
    fixture: 'http',
    programs: ['out/server.js', 'two-builds.mjs'],
    modules: ['esm', 'commonjs'],
    dependencies: {},
  },
  {
    name: 'heap',
    fixture: 'heap',
    programs: ['out/program.js'],
    modules: ['esm', 'commonjs'],
    dependencies: {},
  },
  {
    name: 'jest, express 5',
    fixture: 'jest',
    modules: ['commonjs'],
    jest: true,
    dependencies: {
      express: rootRange('express5'),
      '@types/express': rootRange('@types/express5'),
      ...ranges('jest', 'ts-jest', '@types/jest'),
    },
  },
].map((consumer) => ({ ...consumer, dependencies: { ...ranges(...everybody), ...consumer.dependencies } }))
