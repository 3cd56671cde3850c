// Installs what the benches compare with, on demand, outside of the workspaces.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotRun } from '../report/cannot-run.mjs'

const folder = fileURLToPath(new URL('.', import.meta.url))

export function ensurePeers() {
  for (const place of [folder, join(folder, 'swagger-stats')]) install(place)
}

/** What the applications of the leak corpus are made of. */
export function ensureCorpus() {
  install(join(folder, '../corpus'))
}

/** Only the heap bench reads snapshots, and these are large. */
export function ensureHeapPeers() {
  install(join(folder, 'heap'))
}

function install(place) {
  const wanted = readFileSync(join(place, 'package.json'), 'utf8')
  const stamp = join(place, 'node_modules/.installed-from.json')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log(`installing what ${place} names …`)
  try {
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'],
      {
        cwd: place,
        stdio: 'inherit',
      },
    )
  } catch {
    throw new CannotRun('the packages could not be installed: is the npm registry reachable?')
  }
  writeFileSync(stamp, wanted)
}
