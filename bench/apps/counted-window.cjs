'use strict'
// The part of a program's life whose instructions are counted: needs callgrind and --expose-gc.
//
// It holds whole collection cycles, because one major collection more or less is a percent: it opens and closes right
// after one. Where none comes by itself for as long as the window is to be (on Node 24, and behind us on Node 20, they
// are minutes apart) it opens and closes right after a minor one. One that is asked for would have V8 forget classes
// and compile anew what it never has to in a real process.
const { execFileSync } = require('node:child_process')

/** Returns what is to be called after each answer. Dumps twice, prints how many requests lie between, and ends. */
module.exports = function countedWindow(warmUp, requests) {
  let answered = 0
  let openedAt
  let hasCycles = false
  let collected = false

  // Minor collections keep the witness; the next major one does not.
  const witnesses = new FinalizationRegistry(() => {
    collected = true
    witnesses.register({})
  })
  witnesses.register({})

  function open() {
    hasCycles = collected
    if (!hasCycles) gc({ type: 'minor' })
    dump()
    openedAt = answered
  }

  function close() {
    if (!hasCycles) gc({ type: 'minor' })
    dump()
    console.log(JSON.stringify({ requests: answered - openedAt }))
    process.exit(0)
  }

  return function countAnswer() {
    answered++
    const waited = openedAt === undefined ? answered - warmUp : answered - openedAt
    if (openedAt === undefined && waited >= 0 && (collected || waited >= requests)) open()
    else if (waited >= requests && (!hasCycles || collected || waited >= 3 * requests)) close()
    collected = false
  }
}

function dump() {
  execFileSync('callgrind_control', ['--dump', String(process.pid)])
}
