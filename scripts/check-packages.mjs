#!/usr/bin/env node
// Packs every package as npm would publish it and has publint and attw judge the very tarball.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { packWorkspaces } from './pack-workspaces.mjs'

const binaries = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url))
const run = promisify(execFile)
const required = ['LICENSE', 'README.md', 'package.json']
const forbidden = /(^|\/)(test|node_modules)\/|\.test\.|\.tsbuildinfo$|(^|\/)tsconfig[^/]*\.json$/

async function judge(command, ...args) {
  try {
    await run(path.join(binaries, command), args)
    return []
  } catch (error) {
    return [`${command}:\n${error.stdout}${error.stderr}`]
  }
}

/** Every file that `exports` names, whatever the condition. */
function targets(entry) {
  return typeof entry === 'string' ? [entry.replace(/^\.\//, '')] : Object.values(entry).flatMap(targets)
}

function judgeFiles({ manifest, files }) {
  const present = new Set(files)
  const missing = [...required, ...targets(manifest.exports)].filter((file) => !present.has(file))
  return [
    ...missing.map((file) => `not in the tarball: ${file}`),
    ...files.filter((file) => forbidden.test(file)).map((file) => `must not be in the tarball: ${file}`),
  ]
}

async function check(packed) {
  const [publint, attw] = await Promise.all([
    judge('publint', 'run', packed.tarball, '--strict'),
    judge('attw', packed.tarball),
  ])
  const complaints = [...judgeFiles(packed), ...publint, ...attw]
  const size = `${packed.files.length} files, ${(packed.bytes / 1024).toFixed(1)} kB packed`
  console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'} ${packed.manifest.name} (${size})`)
  for (const complaint of complaints) console.error(complaint)
  return complaints.length
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-packages-'))
try {
  let complaints = 0
  for (const packed of packWorkspaces(folder)) complaints += await check(packed)
  process.exitCode = complaints === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
