'use strict'
const { PerformanceObserver, constants } = require('node:perf_hooks')
const v8 = require('node:v8')
const { msWithoutCore } = require('./time-without-core.cjs')

const GROWING_COLLECTIONS = 5
const REFERENCE_COLLECTIONS = 3
const LONGEST_CALLS = 5 // are told one by one

/**
 * Follows every collection, tells natural majors from those that somebody asked for, and applies node-memwatch's
 * rule to the natural ones: a leak is a heap that five of them in a row found larger.
 * @param calls what `watchV8Calls` returned: the inspector's collections do not carry the flag of forced ones
 */
exports.followCollections = (calls, log, { everyOne }) => {
  const natural = []
  const forced = []
  let grownInARow = 0
  let last = Number.POSITIVE_INFINITY

  const applyRule = (usedBytes) => {
    grownInARow = usedBytes > last ? grownInARow + 1 : 0
    last = usedBytes
    if (grownInARow < GROWING_COLLECTIONS) return
    grownInARow = 0
    log('memwatch', { usedBytes })
  }

  const observer = new PerformanceObserver((list) => {
    const left = v8.getHeapStatistics()
    const memory = everyOne ? process.memoryUsage() : undefined
    const entries = list.getEntries()
    for (const [index, { startTime, duration, detail }] of entries.entries()) {
      const major = detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR
      const wanted = wasAskedFor(detail.flags, startTime)
      if (major) (wanted ? forced : natural).push({ startTime, duration })
      // what is left belongs to the last of those that are told together
      const isLast = index === entries.length - 1
      if (major && !wanted) applyRule(left.used_heap_size)
      if (!everyOne) continue
      const after = isLast
        ? { used: left.used_heap_size, total: left.total_heap_size, arrayBuffers: memory.arrayBuffers }
        : {}
      log(
        'gc',
        { kind: detail.kind, flags: detail.flags, forced: wanted, ms: duration, ...after },
        performance.timeOrigin + startTime,
      )
    }
  })
  observer.observe({ entryTypes: ['gc'] })

  const wasAskedFor = (flags, at) =>
    (flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0 || insideOf(calls, at)

  return {
    /** All that was forced so far, and how long the process stood still for it, waiting for a core left out. */
    summary() {
      const alone = forced.filter(({ startTime }) => !insideOf(calls, startTime))
      const looks = calls.filter((call) => !isSnapshot(call))
      const pauses = [
        ...alone.map(({ duration }) => duration),
        ...looks.map(({ pauseMs, waitedMs }) => pauseMs - waitedMs),
        ...laterTurns(calls).map(({ ms }) => ms),
      ]
      return {
        waitedMs: msWithoutCore(),
        longestWithWaitingMs: Math.max(0, ...calls.map(({ pauseMs }) => pauseMs)),
        natural: natural.length,
        forced: forced.length,
        profilerCalls: calls.length,
        pausesMs: pauses.reduce((sum, ms) => sum + ms, 0),
        longestPauseMs: Math.max(0, ...pauses),
        longestNaturalMs: Math.max(0, ...natural.map(({ duration }) => duration)),
        ...comparedWithCollections(calls, forced, natural),
        longestCalls: calls.toSorted((a, b) => b.pauseMs - a.pauseMs).slice(0, LONGEST_CALLS),
      }
    },
  }
}

/**
 * What looking is, over the full collections within it: both of the same heap, at the same moment, on the same busy
 * machine. A collection of an idle process after the run takes a quarter as long. Of what is put off to later turns the
 * longest counts, if it is longer than the look itself, less what the application's own garbage takes in it: it would
 * be collected in some other turn. Snapshots are told apart.
 */
function comparedWithCollections(calls, forced, natural) {
  const pauses = []
  for (const call of calls) {
    const last = pauses.at(-1)
    if (last !== undefined && call.from <= last.to) last.calls.push(call)
    else pauses.push({ from: call.from, to: 0, calls: [call] })
    const pause = pauses.at(-1)
    pause.to = Math.max(pause.to, call.to === Number.POSITIVE_INFINITY ? call.from : call.turnTo)
  }
  const told = pauses.map(({ from, to, calls: within }) => {
    const ms = to - from - Math.max(...within.map(({ waitedAfterMs }) => waitedAfterMs))
    const inside = forced.filter(({ startTime }) => startTime >= from && startTime <= to)
    const collectionMs = Math.max(0, ...inside.map(({ duration }) => duration))
    const snapshots = within.filter(isSnapshot)
    const waitedMs = snapshots.reduce((sum, each) => sum + each.waitedMs, 0)
    const later = laterTurns(within).map((turn) => turn.ms - collectedIn(turn, natural))
    // What others had the core for in a collection is in both; while it is read it is in one. How much that was nobody
    // tells, but what is done beside the collection takes no more than the thread was on a core for all of it.
    const besideMs = Math.min(ms - collectionMs, onCoreMs(within))
    const lookMs = snapshots.length > 0 ? ms - waitedMs : collectionMs + besideMs
    const longestMs = Math.max(lookMs, ...later)
    return { ms: longestMs, collectionMs, isSnapshot: snapshots.length > 0 }
  })
  const looks = told.filter(({ isSnapshot, collectionMs }) => !isSnapshot && collectionMs > 0)
  const longest = looks.toSorted((a, b) => b.ms - a.ms)[0]
  return {
    longestLookMs: longest?.ms ?? 0,
    longestOverCollection: longest === undefined ? 0 : longest.ms / longest.collectionMs,
    overCollections: looks.map(({ ms, collectionMs }) => ms / collectionMs),
    snapshotsMs: told.filter(({ isSnapshot }) => isSnapshot).map(({ ms }) => ms),
  }
}

const onCoreMs = (calls) => Math.max(...calls.map(({ onCoreTo }) => onCoreTo)) - calls[0].onCoreFrom

const laterTurns = (calls) => calls.flatMap(({ later }) => later)

const collectedIn = ({ from, to }, natural) =>
  natural
    .filter(({ startTime }) => startTime >= from && startTime <= to)
    .reduce((sum, { duration }) => sum + duration, 0)

const isSnapshot = ({ what }) => /snapshot/i.test(what)

const insideOf = (calls, at) => calls.some(({ from, to }) => at >= from && at <= to)

/** How long a full collection of this heap takes when the process has nothing else to do, in ms. */
exports.fullCollectionMs = () => {
  v8.setFlagsFromString('--expose-gc')
  const collect = require('node:vm').runInNewContext('gc')
  const times = Array.from({ length: REFERENCE_COLLECTIONS }, () => {
    const before = performance.now() - msWithoutCore()
    collect()
    return performance.now() - msWithoutCore() - before
  })
  return times.sort((a, b) => a - b)[1]
}
