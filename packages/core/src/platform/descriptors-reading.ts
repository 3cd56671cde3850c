import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { Reading } from '../reading.js'

/** Counting by name costs a microsecond a descriptor, so it is done rarely, and not at all when there are many. */
const COUNT_EVERY_MS = 30_000
const COUNT_AT_MOST = 5000

/**
 * Reads how many file descriptors are open and how many may be. Linux tells the count in 3 µs since 6.2;
 * before, the names are counted every 30 s until there are more than 5,000. Fills nothing elsewhere.
 */
export function descriptorsReading(): Reading {
  const count = existsSync('/proc/self/fd') ? openDescriptorCounter() : undefined
  const maxDescriptors = softLimit()
  return {
    source: 'descriptors',
    read(draft) {
      draft.openDescriptors = count?.(draft.atMs)
      draft.maxDescriptors = maxDescriptors
    },
    close() {},
  }
}

function openDescriptorCounter(): (nowMs: number) => number | undefined {
  let counted: number | undefined
  let countedAtMs = Number.NEGATIVE_INFINITY
  let givenUp = false
  return (nowMs) => {
    const told = statSync('/proc/self/fd').size
    if (told > 0) return told
    if (givenUp || nowMs - countedAtMs < COUNT_EVERY_MS) return counted
    // The folder itself is open while it is read.
    counted = readdirSync('/proc/self/fd').length - 1
    countedAtMs = nowMs
    givenUp = counted > COUNT_AT_MOST
    if (givenUp) counted = undefined
    return counted
  }
}

/** The soft limit; `undefined` when there is none or it is not told. */
function softLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)\s/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
