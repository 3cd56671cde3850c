import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotRun } from '../../report/cannot-run.mjs'

const CASES = fileURLToPath(new URL('../../corpus/cases', import.meta.url))

/**
 * The cases of the corpus: leaky ones first, by name within.
 * @param cases names, separated by commas
 * @param only `leaky` or `healthy`
 * @param folder of cases, for others than those of the corpus
 */
export function readCases({ cases, only, folder = CASES }) {
  const all = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'case.json')))
    .map((name) => ({
      ...JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')),
      name,
      folder: join(folder, name),
    }))
    .sort((a, b) => Number(b.leaky) - Number(a.leaky) || a.name.localeCompare(b.name))
  if (all.length === 0) throw new CannotRun(`no case in ${folder}: expected folders with a case.json each`)
  const wanted = cases?.split(',')
  const unknown = wanted?.find((name) => !all.some((one) => one.name === name))
  if (unknown)
    throw new CannotRun(`--cases ${unknown}: expected some of ${all.map(({ name }) => name).join(', ')}`)
  if (only && only !== 'leaky' && only !== 'healthy')
    throw new CannotRun(`--only ${only}: expected leaky or healthy`)
  return all.filter(
    ({ name, leaky }) => (wanted?.includes(name) ?? true) && (!only || leaky === (only === 'leaky')),
  )
}
