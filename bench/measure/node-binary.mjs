import { existsSync } from 'node:fs'
import { CannotRun } from '../report/cannot-run.mjs'

const MAJORS_SCRIPT = new URL('../../scripts/node-majors.mjs', import.meta.url)

/** Path of a Node binary of that major: this process's own where it fits, else fetched by the matrix script. */
export async function nodeOfMajor(major) {
  if (!major || String(major) === process.versions.node.split('.')[0]) return process.execPath
  if (!existsSync(MAJORS_SCRIPT))
    throw new CannotRun(`Node ${major} is wanted, and scripts/node-majors.mjs is not there`)
  const { nodeBinary } = await import(MAJORS_SCRIPT.href)
  return nodeBinary(String(major))
}
