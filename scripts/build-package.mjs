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

/** What is imported from outside, what a thread starts with, and what was asked for: each is a file under its own name. */
function entries() {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
  const exported = Object.values(exports).flatMap((entry) => entry['plimsoll-source'] ?? [])
  const platform = existsSync('src/platform') ? readdirSync('src/platform') : []
  const threads = platform.filter((name) => name.endsWith('-entry.ts')).map((name) => `src/platform/${name}`)
  const asked = process.argv.slice(2).map((name) => `src/${name}.ts`)
  const sources = [...exported, ...threads, ...asked].map((source) => path.posix.normalize(source))
  return Object.fromEntries(
    sources.map((source) => [source.replace(/^src\/(.*)\.ts$/, '$1'), path.resolve(source)]),
  )
}

async function bundle(format, folder) {
  const build = await rolldown({
    input: entries(),
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
