import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { contend } from './contenders.mjs'

/** Ten times what others need; the slowest figure then stands alone, without a spread. */
const PATIENCE_SECONDS_PER_MB = 0.5

/**
 * Everybody once in a round, one after the other, there and back: what the machine does meanwhile, it does to all.
 * Who fails once, or is slow beyond all others, is not asked again.
 * @param entrants `{ name, task }`
 * @returns the runs of each, in the order of the rounds
 */
export async function compete({ entrants, files, node, rounds }) {
  for (const file of files) warm(file)
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size / 1e6, 0)
  const runs = new Map(entrants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? entrants : [...entrants].reverse()
    for (const { name, task } of order) {
      const own = runs.get(name)
      const isSlow = own.some(({ cpuSeconds }) => cpuSeconds > PATIENCE_SECONDS_PER_MB * megabytes)
      if (isSlow || own.some(({ failed }) => failed)) continue
      const result = await contend({ name, task, files, node })
      own.push(result)
      const outcome = result.failed ?? `${result.peakRssMb.toFixed(0)} MB`
      console.log(
        `  ${round + 1}/${rounds} ${name.padEnd(24)} ${result.cpuSeconds.toFixed(2).padStart(8)} s CPU  ${outcome}`,
      )
    }
  }
  console.log('')
  return runs
}

/** Into the page cache: what is compared is not the disk. In pieces, because a file may be larger than a buffer. */
function warm(file) {
  const descriptor = openSync(file)
  const window = Buffer.alloc(2 ** 22)
  while (readSync(descriptor, window) > 0);
  closeSync(descriptor)
}

/** Round by round, what `name` needed of `figure` for each of what `base` needed. */
export function ratios(runs, name, base, figure) {
  const own = runs.get(name) ?? []
  const others = runs.get(base) ?? []
  return own
    .map((run, round) => run[figure] / others[round]?.[figure])
    .filter((ratio) => Number.isFinite(ratio))
}

export const succeeded = (runs, name) => {
  const own = runs.get(name) ?? []
  return own.length > 0 && own.every(({ failed }) => !failed)
}

export const figures = (runs, name, figure) => runs.get(name).map((run) => run[figure])
