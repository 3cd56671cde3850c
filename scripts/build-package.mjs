#!/usr/bin/env node
// Builds the package in the current folder: declarations by tsc, code by a bundler, each once for ESM and once for
// CommonJS, side by side. See docs/decisions/bundles.md.
//   node build-package.mjs [SOURCE…]     sources under src, without their ending, that get a file of their own, too
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { rolldown } from 'rolldown'

const tsc = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

function declare(config) {
  return new Promise((resolve) => {
    const options = ['-p', config, '--emitDeclarationOnly', '--sourceMap', 'false', '--pretty', 'false']
    const child = spawn(process.execPath, [tsc, ...options], { stdio: 'inherit' })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

const exportedSources = () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
  return Object.entries(exports).flatMap(([entrance, entry]) =>
    entry['plimsoll-source'] ? [{ entrance, source: entry['plimsoll-source'] }] : [],
  )
}

const sideEntranceFiles = () =>
  exportedSources().flatMap(({ entrance, source }) => (entrance === '.' ? [] : [path.resolve(source)]))

/** What is imported from outside, what a thread starts with, and what was asked for: each is a file under its own name. */
function entries() {
  const exported = exportedSources().map(({ source }) => source)
  const platform = existsSync('src/platform') ? readdirSync('src/platform') : []
  const threads = platform.filter((name) => name.endsWith('-entry.ts')).map((name) => `src/platform/${name}`)
  const asked = process.argv.slice(2).map((name) => `src/${name}.ts`)
  const sources = [...exported, ...threads, ...asked].map((source) => path.posix.normalize(source))
  return Object.fromEntries(
    sources.map((source) => [source.replace(/^src\/(.*)\.ts$/, '$1'), path.resolve(source)]),
  )
}

/**
 * What several entries need is two files at most: one for all that is behind the entrances beside the main one, which
 * are there to load less, and one for the rest. Left to itself the bundler makes one for every set of entries.
 */
function sharedFiles(input) {
  const entryFiles = new Set(Object.values(input))
  const sideEntrances = new Set(sideEntranceFiles())
  const reachedFrom = (id, graph) => [...importersOf(id, graph)].filter((file) => entryFiles.has(file))
  const isShared = (files) => files.length > 1
  const isOfSide = (files) => isShared(files) && files.some((file) => sideEntrances.has(file))
  const group = (name, priority, isMember) => ({
    ...{ priority, debugName: name },
    name: (id, graph) => (isMember(reachedFrom(id, graph)) ? name : null),
  })
  return { groups: [group('entrances', 1, isOfSide), group('package', 0, isShared)] }
}

/** A module and all that lead to it. */
function importersOf(id, graph, found = new Set()) {
  if (found.has(id)) return found
  found.add(id)
  for (const importer of graph.getModuleInfo(id)?.importers ?? []) importersOf(importer, graph, found)
  return found
}

async function bundle(format, folder) {
  const input = entries()
  const build = await rolldown({
    input,
    platform: 'node',
    // Whatever is not of this package stays where it is: one copy of it, and of its state, in a process.
    external: (id) => !id.startsWith('.') && !path.isAbsolute(id),
  })
  await build.write({
    dir: folder,
    format,
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name].js',
    codeSplitting: sharedFiles(input),
  })
  await build.close()
}

// A file whose source is gone must not be packed.
rmSync('dist', { recursive: true, force: true })
const exitCodes = await Promise.all([declare('tsconfig.esm.json'), declare('tsconfig.cjs.json')])
if (exitCodes.some((code) => code !== 0)) process.exit(1)
await bundle('esm', 'dist/esm')
await bundle('cjs', 'dist/cjs')

// Without it Node would read dist/cjs/*.js as ESM, because the package itself says "type": "module".
mkdirSync('dist/cjs', { recursive: true })
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n')
