'use strict'
// Collects all garbage in quiet moments, and prints what `process.nextTick` takes before and after, in nanoseconds:
// node --expose-gc quiet-collections.cjs sampler|bare
if (process.argv[2] === 'sampler') require('@plimsoll/core').sharedSampler()

const TICKS = 200_000

function tickNs(done) {
  let left = TICKS
  const start = process.hrtime.bigint()
  const next = () => {
    left -= 1
    if (left > 0) process.nextTick(next)
    else done(Number(process.hrtime.bigint() - start) / TICKS)
  }
  process.nextTick(next)
}

/** The quickest of five, each from a turn of its own. */
function quickest(done, runs = [], left = 5) {
  if (left === 0) done(Math.min(...runs))
  else tickNs((ns) => setTimeout(() => quickest(done, [...runs, ns], left - 1), 1))
}

/** V8 keeps what it has compiled for a shape through the first two. */
function collectInTurns(done, left = 6) {
  if (left === 0) return done()
  gc()
  setTimeout(
    () => (left % 2 === 0 ? collectInTurns(done, left - 1) : tickNs(() => collectInTurns(done, left - 1))),
    5,
  )
}

quickest((before) => {
  setTimeout(() => {
    collectInTurns(() => {
      setTimeout(() => quickest((after) => console.log(JSON.stringify({ before, after }))), 5)
    })
  }, 5)
})
