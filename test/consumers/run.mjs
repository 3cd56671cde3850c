#!/usr/bin/env node
// Packs the packages, installs the tarballs into fresh folders outside the repository, and has TypeScript
// consumers compile (strict, declarations checked too) and run against them.
//   npm run test:consumers                  all
//   npm run test:consumers -- koa           those whose name contains a word
//   npm run test:consumers -- --keep        leaves the folders for a look
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { packWorkspaces } from '../../scripts/pack-workspaces.mjs'
import { consumers } from './consumers.mjs'

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url))
const keep = process.argv.includes('--keep')
const words = process.argv.slice(2).filter((arg) => arg !== '--keep')
// A program that answers and does not end is a fault; installing and compiling on a busy machine is only slow.
const programTimeoutMs = 60_000
const toolTimeoutMs = 300_000

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  outDir: 'out',
  rootDir: '.',
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

/** Runs a command to its end; throws with all of its output when it fails or hangs. */
function run(cwd, command, ...args) {
  const timeout = command === process.execPath ? programTimeoutMs : toolTimeoutMs
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout,
    killSignal: 'SIGKILL',
  })
  if (result.status === 0) return result.stdout
  const how = result.error?.code === 'ETIMEDOUT' ? `did not end within ${timeout / 1000} s` : `failed`
  throw new Error(`${path.basename(command)} ${args.join(' ')} ${how}\n${result.stdout}${result.stderr}`)
}

function install(folder, consumer, tarballs) {
  const ours = Object.fromEntries(tarballs.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  mkdirSync(folder)
  writeJson(path.join(folder, 'package.json'), {
    private: true,
    dependencies: { ...ours, ...consumer.dependencies },
  })
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error')
}

function compileAndRun(folder, consumer, module) {
  const place = path.join(folder, module)
  cpSync(path.join(fixtures, consumer.fixture), place, { recursive: true })
  writeJson(path.join(place, 'package.json'), {
    private: true,
    type: module === 'esm' ? 'module' : 'commonjs',
  })
  const types = consumer.jest ? ['node', 'jest'] : ['node']
  writeJson(path.join(place, 'tsconfig.json'), { compilerOptions: { ...compilerOptions, types } })
  const binary = (name) => path.join(folder, 'node_modules', '.bin', name)
  run(place, binary('tsc'), '-p', '.')
  if (consumer.jest) {
    // Not the copy that tsc has just compiled.
    run(place, binary('jest'), '--ci', '--roots', '.', '--testPathIgnorePatterns', 'out')
    return
  }
  for (const program of consumer.programs) run(place, process.execPath, program)
}

function check(folder, consumer, module) {
  const startedAt = performance.now()
  try {
    compileAndRun(folder, consumer, module)
    console.log(`ok   ${consumer.name}, ${module} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
    return true
  } catch (error) {
    console.log(`FAIL ${consumer.name}, ${module}\n${error.message}`)
    return false
  }
}

const wanted = consumers.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
if (wanted.length === 0) throw new Error(`No consumer's name contains ${words.join(' or ')}`)
const place = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-consumers-'))
try {
  const tarballs = packWorkspaces(place)
  let allOk = true
  for (const consumer of wanted) {
    const folder = path.join(place, consumer.name.replaceAll(/\W+/g, '-'))
    install(folder, consumer, tarballs)
    for (const module of consumer.modules) allOk = check(folder, consumer, module) && allOk
  }
  process.exitCode = allOk ? 0 : 1
} finally {
  if (keep) console.log(`kept: ${place}`)
  else rmSync(place, { recursive: true, force: true })
}
