import { startLoad } from '../load/start-load.js'
import { secondLine } from '../print/second-line.js'
import { readEvidence, readPressure } from './evidence.js'
import { fateOf } from './fate.js'
import { startServer } from './server-process.js'
import { watchMemory } from './watch-memory.js'

// Seconds before and after the load in which it is only a trickle.
const CALM_SECONDS = 2
const CALM_RATE = 20
const CHECKOUTS_PER_SECOND = 20

/**
 * One server in one container under the load. Prints a line a second and returns what became of it; the
 * server of a round that it survived is left running.
 */
export async function runRound({ framework, isProtected, container, port, rate, seconds, leftovers, print }) {
  const server = await startServer({
    framework,
    isProtected,
    container,
    port,
    leftovers,
    onLog: (line) => print.log(line),
  })
  const startedAt = performance.now()
  const load = startLoad({
    port,
    phases: phasesOf(rate, seconds),
    onSecond: (tallies) => lines.push(tallies),
  })
  const stopLoad = leftovers.add(() => load.kill())

  let fate = 'alive'
  let livedSeconds = seconds
  const end = (how) => {
    if (fate !== 'alive') return
    fate = how
    livedSeconds = (performance.now() - startedAt) / 1000 - CALM_SECONDS
    load.stop()
  }
  server.exited.then((exit) => end(fateOf(exit, container.kills())))
  const memory = watchMemory({ container, pid: server.pid, onOver: () => end('over its limit') })

  let evidence
  let told = false
  const lines = inTurn(async (tallies, second) => {
    if (told) return
    const pressure = isProtected && fate === 'alive' ? await readPressure(port) : undefined
    if (isProtected && second === CALM_SECONDS + seconds - 1) evidence = await readEvidence(port)
    told = fate !== 'alive'
    const state = told || pressure === undefined ? fate : `alive, pressure ${pressure}`
    // Of a dead process there is nothing left to read: it died where it was fullest.
    const usedBytes = told ? memory.peakBytes : memory.usedBytes
    print.line(secondLine({ second, usedBytes, limitBytes: container.limitBytes, tallies, state }))
  })

  try {
    const totals = await load.totals
    await lines.printed()
    const { peakBytes } = memory
    return { fate, port, livedSeconds, totals, peakBytes, evidence, server }
  } finally {
    memory.stop()
    await stopLoad()
    if (fate !== 'alive') await server.stop()
  }
}

function phasesOf(rate, seconds) {
  const calm = { '/report': Math.min(rate, CALM_RATE), '/checkout': CHECKOUTS_PER_SECOND }
  return [
    { name: 'before', seconds: CALM_SECONDS, rates: calm },
    { name: 'load', seconds, rates: { ...calm, '/report': rate } },
    { name: 'after', seconds: CALM_SECONDS, rates: calm },
  ]
}

/** Handles the seconds one after the other, however long one of them takes. */
function inTurn(handle) {
  let count = 0
  let last = Promise.resolve()
  return {
    push(tallies) {
      const second = ++count
      last = last.then(() => handle(tallies, second))
    },
    printed: () => last,
  }
}
