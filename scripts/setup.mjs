#!/usr/bin/env node
// `npm run setup`: everything the tests need on a machine that has Node and Debian. It runs before
// node_modules exists, so it may import nothing but Node itself.
import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { debianPackages } from './debian-packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const oldestNode = [20, 19]
const policyFile = '/usr/sbin/policy-rc.d'

function fail(message) {
  console.error(`setup: ${message}`)
  process.exit(1)
}

function run(command, args, env = {}) {
  console.log(`setup: ${command} ${args.join(' ')}`)
  return (
    spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
  )
}

function onPath(command) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Some packages start a server when they are installed; Debian's own switch against that is this file. */
function withoutStartingServices(action) {
  if (existsSync(policyFile)) return action()
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n')
  chmodSync(policyFile, 0o755)
  try {
    return action()
  } finally {
    rmSync(policyFile, { force: true })
  }
}

function installDebianPackages(names) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  return withoutStartingServices(() => {
    const install = () => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], env)
    // The lists of a fresh machine are empty or old; refreshing them is only worth it when they do not do.
    return install() || (run('apt-get', ['update', '-q'], env) && install())
  })
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  fail(`expected Node ${oldestNode.join('.')} or newer, got ${process.versions.node}`)
}

if (major < 22) {
  console.log(
    'setup: npm will warn (EBADENGINE) of @prometheus-io/client: none of its versions names Node 20. Only tests use it, and it works',
  )
}
// Not `npm ci`: the lock file names the optional binaries of one platform only. Without saving, because each npm
// version writes that file a little differently.
if (!run('npm', ['install', '--no-save', '--no-audit', '--no-fund']))
  fail('npm could not install the dependencies')

const missing = debianPackages.filter(({ command }) => !onPath(command))
if (missing.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) {
  installDebianPackages(missing.map((entry) => entry.package))
}
for (const entry of debianPackages.filter(({ command }) => !onPath(command))) {
  console.warn(`setup: no ${entry.command} here, so these tests are left out: ${entry.neededBy}`)
  console.warn(`setup: to have them, run as root: apt-get install ${entry.package}`)
}
console.log('setup: done')
