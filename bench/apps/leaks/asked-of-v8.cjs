'use strict'
// What a monitor asks of V8's profiler, seen from outside: how long the process stood still for it, and when.
const inspector = require('node:inspector')
const { syncBuiltinESMExports } = require('node:module')
const v8 = require('node:v8')
const { followTurns } = require('./later-turns.cjs')
const { msOnCore, msWithoutCore } = require('./time-without-core.cjs')

/**
 * @param onProfile gets every sampling profile, after whoever asked for it has gone on
 * @returns the list that grows with each call: `{ what, from, to, turnTo, pauseMs, waitedMs, later }` on the
 *   clock of `performance.now()`; at `turnTo` what asked had returned; `waitedMs` is the part of the pause in which
 *   others had the core; `onCoreFrom` and `onCoreTo` say how much CPU time the thread had had by then; `later` are the turns that it put off: `{ from, to, ms }`
 */
exports.watchV8Calls = (onProfile) => {
  const calls = []
  const soon = setImmediate // what is recorded is no part of what was put off
  const turns = followTurns()

  /** @param answersLater for a call that is not over when it returns, and calls `finish` itself */
  function timed(what, call, answersLater = false) {
    const waitedBefore = msWithoutCore()
    const cpuBefore = process.cpuUsage()
    const never = Number.POSITIVE_INFINITY
    const asked = { what, from: performance.now(), to: never, turnTo: never, later: [] }
    Object.assign(asked, { pauseMs: 0, waitedMs: 0, waitedInCallMs: 0, waitedAfterMs: 0 })
    Object.assign(asked, { onCoreFrom: msOnCore(), onCoreTo: Number.POSITIVE_INFINITY })
    calls.push(asked)
    const endOfTurn = turns.begin((turn) => asked.later.push(turn))
    // whoever asked goes on with the answer, and with it the pause, until what called it is over
    process.nextTick(() => {
      asked.turnTo = performance.now()
      asked.onCoreTo = msOnCore()
      endOfTurn()
      asked.waitedAfterMs = msWithoutCore() - waitedBefore - asked.waitedInCallMs
    })
    const finish = () => {
      asked.to = performance.now()
    }
    let returned = false
    try {
      const result = call(finish)
      returned = true
      return result
    } finally {
      asked.pauseMs = performance.now() - asked.from
      const { user, system } = process.cpuUsage(cpuBefore)
      asked.waitedInCallMs = msWithoutCore() - waitedBefore
      // a collection has threads, and the main one sleeps while they wait for a core
      const idleMs = asked.pauseMs - (user + system) / 1000
      asked.waitedMs = Math.max(idleMs, asked.waitedInCallMs)
      if (!answersLater || !returned) finish()
    }
  }

  const { post } = inspector.Session.prototype
  inspector.Session.prototype.post = function (method, ...rest) {
    if (!method.startsWith('HeapProfiler.')) return post.call(this, method, ...rest)
    const given = typeof rest.at(-1) === 'function' ? rest.pop() : undefined
    const ask = (finish) =>
      post.call(this, method, ...rest, (...answer) => {
        finish()
        given?.(...answer)
        if (onProfile && answer[1]?.profile) soon(onProfile, answer[1].profile)
      })
    return timed(method, ask, true)
  }

  for (const name of ['writeHeapSnapshot', 'getHeapSnapshot', 'queryObjects', 'startHeapProfile']) {
    const original = v8[name]
    if (!original) continue
    v8[name] = (...args) => {
      const result = timed(name, () => original(...args))
      if (name !== 'startHeapProfile') return result
      const stop = result.stop.bind(result)
      result.stop = () => timed('heapProfile.stop', stop)
      return result
    }
  }
  syncBuiltinESMExports()
  return calls
}
