import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'
import type { GarbageCollector } from '../gc-source.js'

/** V8 prints to stderr about a flag that it does not know, so flags are only used where they were seen to work. */
const NEWEST_KNOWN_MAJOR = 26
/**
 * V8 forgets the shape of objects of which none is alive in two collections in a row, and with it the code that was
 * optimised for them. That is minutes by its own clock, and less than a second by ours: after five collections
 * `process.nextTick` alone took ten times as long. The count starts when code is optimised.
 */
const COLLECTIONS_TO_KEEP_SHAPES = 200

let shared: GarbageCollector | undefined

/**
 * Returns the collector of this process. Getting hold of it costs 1 to 6 ms and 0.15 MB, once, when it is
 * first asked for.
 *
 * A full collection pauses for roughly 0.5 to 1 ms per live megabyte of small objects. The inspector's
 * `collectGarbage` would take 1.5 to 3 times as long and answers before it is done.
 */
export function garbageCollector(): GarbageCollector {
  shared ??= makeCollector()
  return shared
}

/** V8's own function: without options it collects everything. */
type Gc = (options?: {
  readonly type: 'major'
  readonly execution: 'sync'
  readonly flavor: 'last-resort'
}) => void

/** To Node 20 any options object means a minor collection. */
const TAKES_OPTIONS = Number.parseInt(process.versions.node, 10) >= 22

function makeCollector(): GarbageCollector {
  let found: { readonly gc: Gc | undefined } | undefined
  const find = (): Gc | undefined => {
    found ??= { gc: isMainThread ? findCollector() : undefined }
    return found.gc
  }
  const timed = (run: (gc: Gc) => void): number => {
    const gc = find()
    if (gc === undefined) return 0
    const startMs = performance.now()
    withBuffersFreedAtOnce(() => run(gc))
    return performance.now() - startMs
  }
  return {
    get available() {
      return find() !== undefined
    },
    collect: () => timed((gc) => gc()),
    release: () =>
      timed((gc) => {
        if (TAKES_OPTIONS) gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
        else gc()
      }),
    prepare() {
      if (mayTune('retain-maps-for-n-gc'))
        setFlagsFromString(`--retain-maps-for-n-gc=${COLLECTIONS_TO_KEEP_SHAPES}`)
    },
    letGarbageGrow(percent) {
      if (!mayTune('heap-growing-percent')) return
      // 0 is V8's own choice.
      setFlagsFromString(`--heap-growing-percent=${percent ?? 0}`)
    },
  }
}

function flagsAreKnown(): boolean {
  return (
    Number.parseInt(process.versions.node, 10) <= NEWEST_KNOWN_MAJOR && process.versions.bun === undefined
  )
}

/** Flags are the process's, so a worker thread leaves them alone, and what the user has said stays. */
function mayTune(flag: string): boolean {
  const said = [...process.execArgv, process.env.NODE_OPTIONS].join(' ').replaceAll('_', '-')
  return flagsAreKnown() && isMainThread && !said.includes(`--${flag}`)
}

/**
 * Takes the `gc` of a program that was started with the flag, or sets the flag late: contexts made from then
 * on have it. The flag is taken back at once, so that nobody else's new context finds a `gc` in its globals.
 */
function findCollector(): Gc | undefined {
  const exposed: unknown = globalThis.gc
  if (typeof exposed === 'function') return exposed as Gc
  try {
    setFlagsFromString('--expose-gc')
    const found: unknown = runInNewContext('gc')
    setFlagsFromString('--no-expose-gc')
    return typeof found === 'function' ? (found as Gc) : undefined
  } catch {
    return undefined
  }
}

/**
 * V8 gives the memory of dead buffers back on a thread of its own, milliseconds after the pause, and keeps
 * counting it as external until the next collection. Who decides on what is left would decide on memory that
 * is already free: of 95 MB of dead buffers all were still there in three of five measurements. Doing it
 * within the pause costs 0.1 ms per megabyte.
 */
export function withBuffersFreedAtOnce<T>(collect: () => T): T {
  // Flags are the process's, so a worker thread leaves them alone.
  if (!flagsAreKnown() || !isMainThread) return collect()
  setFlagsFromString('--no-concurrent-array-buffer-sweeping')
  try {
    return collect()
  } finally {
    setFlagsFromString('--concurrent-array-buffer-sweeping')
  }
}
