'use strict'
const { promisify } = require('node:util')
const { msWithoutCore } = require('./time-without-core.cjs')

/**
 * Follows what a turn of the event loop puts off with `setImmediate`, and what that puts off in turn: a pause that is
 * cut into pieces is still a pause where a piece is long.
 * @returns `begin(tell)`: from now on until its result is called; `tell` gets each later turn, `{ from, to, ms }`, in
 *   `ms` waiting for a core left out
 */
exports.followTurns = () => {
  const original = globalThis.setImmediate
  let tellOfTurn

  globalThis.setImmediate = (callback, ...args) => {
    const tell = tellOfTurn
    if (!tell) return original(callback, ...args)
    return original(() => {
      const [from, waited] = [performance.now(), msWithoutCore()]
      tellOfTurn = tell
      try {
        callback(...args)
      } finally {
        tellOfTurn = undefined
        const to = performance.now()
        tell({ from, to, ms: to - from - (msWithoutCore() - waited) })
      }
    })
  }
  Object.defineProperty(globalThis.setImmediate, promisify.custom, { value: original[promisify.custom] })

  return {
    begin(tell) {
      tellOfTurn = tell
      return () => {
        tellOfTurn = undefined
      }
    },
  }
}
