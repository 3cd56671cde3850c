#!/usr/bin/env node
// Node binaries of every supported major, fetched on demand. They come as ordinary npm packages of about
// 100 MB, too heavy to be dependencies of everybody who only wants to run the tests.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cacheFolder = path.join(root, 'node_modules', '.cache', 'node-majors')

/** Pinned, so that a figure or a failure can be reproduced. */
const versionOfMajor = new Map([
  [20, '20.20.2'],
  [22, '22.23.3'],
  [24, '24.21.0'],
  [26, '26.10.0'],
])

/** The supported majors, oldest first. */
export const nodeMajors = [...versionOfMajor.keys()]

/**
 * Returns the path of a Node binary of this major: the running one when it is exactly the pinned version,
 * else one from the cache folder, which the first call fills through npm (about 50 MB to fetch).
 * Blocks while it fetches. Throws for an unknown major, or when the package cannot be had.
 */
export function nodeBinary(major) {
  const version = versionOfMajor.get(Number(major))
  if (version === undefined) {
    throw new Error(`Expected a Node major out of ${nodeMajors.join(', ')}, got ${major}`)
  }
  if (process.versions.node === version) return process.execPath
  const binary = path.join(cacheFolder, version, 'bin', 'node')
  if (!existsSync(binary)) fetchInto(path.join(cacheFolder, version), version)
  return binary
}

function fetchInto(folder, version) {
  mkdirSync(cacheFolder, { recursive: true })
  const staging = mkdtempSync(path.join(cacheFolder, 'staging-'))
  try {
    const spec = `node-${process.platform}-${process.arch}@${version}`
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', staging, spec], {
      cwd: staging,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const archive = path.join(staging, packed.trim().split('\n').at(-1))
    execFileSync('tar', ['-xzf', archive, '-C', staging, 'package/bin'])
    try {
      // A rename is atomic: two scripts that fetch at the same time never see half a binary.
      renameSync(path.join(staging, 'package'), folder)
    } catch (error) {
      if (!existsSync(path.join(folder, 'bin')) || readdirSync(folder).length === 0) throw error
    }
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : nodeMajors
  for (const major of wanted) console.log(nodeBinary(major))
}
