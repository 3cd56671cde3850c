#!/usr/bin/env node
// Builds the package in the current folder: plain tsc, once to ESM and once to CommonJS, side by side.
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const tsc = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

function compile(config) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [tsc, '-p', config, '--pretty', 'false'], { stdio: 'inherit' })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

// A file whose source is gone must not be packed.
rmSync('dist', { recursive: true, force: true })
const exitCodes = await Promise.all([compile('tsconfig.esm.json'), compile('tsconfig.cjs.json')])
if (exitCodes.some((code) => code !== 0)) process.exit(1)

// Without it Node would read dist/cjs/*.js as ESM, because the package itself says "type": "module".
mkdirSync('dist/cjs', { recursive: true })
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n')
