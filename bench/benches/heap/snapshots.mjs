// The snapshots that the bench reads: written by real programs, once, and kept outside of the repository.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotRun } from '../../report/cannot-run.mjs'
import { writeApplicationSnapshot } from './application-snapshot.mjs'
import { runProgram } from './run-program.mjs'

const APPS = fileURLToPath(new URL('../../apps/heap/', import.meta.url))
const SOURCES = ['shop.cjs', 'price-tree.cjs', 'leaky.cjs', 'write-snapshot.cjs']

export const PLANTED = 50_000
/** Sessions that end and as many that begin between the two: see write-snapshot.cjs. */
export const TURNED_OVER = 1000
/** One unit is somewhat less than a megabyte: see shop.cjs. V8 needs some 6 KB per KB of snapshot while it writes. */
const UNITS = { s20: 16, s100: 99, s500: 505, s1400: 1380 }
/** Names of files by what `--sizes` takes. */
export const SNAPSHOTS = { 20: 's20', 100: 's100', 500: 's500', 1400: 's1400', application: 'application' }

/**
 * Makes what is missing or was made by other sources or another Node, one after the other.
 * @param names `s20`, `s100`, `s500`, `s1400`, `pair`, `application`
 * @returns paths by name: those, `before` and `after`
 */
export async function ensureSnapshots(dir, names) {
  mkdirSync(dir, { recursive: true })
  const paths = {}
  for (const name of names) Object.assign(paths, await ensureOne(dir, name))
  return paths
}

async function ensureOne(dir, name) {
  const path = (file) => join(dir, `${file}.heapsnapshot`)
  if (name === 'pair') {
    const [before, after] = [path('s100-before'), path('s100-after')]
    await ensure([before, after], [UNITS.s100, PLANTED], (staged) =>
      writeSnapshots([UNITS.s100, staged[0], PLANTED, staged[1]]),
    )
    return { before, after }
  }
  const file = path(name)
  if (name === 'application') await ensure([file], [], ([staged]) => writeApplicationSnapshot(staged))
  else await ensure([file], [UNITS[name]], ([staged]) => writeSnapshots([UNITS[name], staged]))
  return { [name]: file }
}

async function ensure(files, recipe, write) {
  const stamp = stampOf(recipe)
  const stampFile = `${files[0]}.made-by`
  const isThere = files.every(existsSync) && existsSync(stampFile)
  if (isThere && readFileSync(stampFile, 'utf8') === stamp) return
  console.log(`writing ${files.join(' and ')} …`)
  rmSync(stampFile, { force: true })
  const staged = files.map((file) => `${file}.partial`)
  await write(staged)
  for (const [index, file] of files.entries()) renameSync(staged[index], file)
  writeFileSync(stampFile, stamp)
}

/** Which Node and which sources made a file: another program's figures must not be compared with these. */
function stampOf(recipe) {
  const hash = createHash('sha256')
  for (const source of SOURCES) hash.update(readFileSync(join(APPS, source)))
  return `${process.version} ${hash.digest('hex').slice(0, 16)} ${recipe.join(' ')}\n`
}

async function writeSnapshots(args) {
  const { code, stderr } = await runProgram(process.execPath, [
    '--max-old-space-size=8192',
    join(APPS, 'write-snapshot.cjs'),
    ...args.map(String),
  ])
  if (code !== 0)
    throw new CannotRun(`the snapshot could not be written: ${stderr.trim().split('\n').at(-1)}`)
}

export const fileMegabytes = (path) => statSync(path).size / 1e6
