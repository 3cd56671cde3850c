import { type BoardSlots, closeable } from '@plimsoll/core'
import { createFakeClock, createRecordingLogger } from '@plimsoll/core/testing'
import { Drain, type DrainTimes } from '../src/drain.js'
import { ShutdownHooks } from '../src/hooks/shutdown-hooks.js'
import { callContext } from '../src/platform/call-context.js'
import { safeLogger } from '../src/safe-logger.js'
import { ShutdownLog } from '../src/shutdown-log.js'
import { fakeConnections } from './fake-connections.js'

/** A drain over a process, a clock and connections that a test moves. */
export function madeUpDrain(times: Partial<DrainTimes> = {}, hookTimeoutMs = 1000) {
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const connections = fakeConnections()
  const hooks = new ShutdownHooks(clock, hookTimeoutMs, callContext())
  const exits: number[] = []
  const errors: unknown[] = []
  const board: { slot: string; entry: unknown }[] = []
  const held = { process: 0, uncaught: undefined as ((error: unknown) => void) | undefined }
  const intercepted = { exit: undefined as ((code: number) => void) | undefined }
  const drain = new Drain(
    { preStopDelayMs: 0, drainTimeoutMs: 10_000, ...times },
    {
      clock,
      connections,
      hooks,
      process: {
        hold() {
          held.process += 1
          return closeable(() => {
            held.process -= 1
          })
        },
        onUncaught(listener) {
          held.uncaught = listener
          return closeable(() => {
            held.uncaught = undefined
          })
        },
        interceptExit(listener) {
          intercepted.exit = listener
          return closeable(() => {
            intercepted.exit = undefined
          })
        },
      },
      exit: (code) => void exits.push(code),
      board: {
        put<S extends keyof BoardSlots>(slot: S, entry: BoardSlots[S]) {
          const kept = { slot, entry }
          board.push(kept)
          return closeable(() => void board.splice(board.indexOf(kept), 1))
        },
        list: () => [],
      },
      log: new ShutdownLog(safeLogger(logger), clock),
      onError: (error) => void errors.push(error),
    },
  )
  /** Lets time pass, and what waits for promises go on. */
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    for (let i = 0; i < 5; i += 1) await new Promise(setImmediate)
  }
  return { drain, clock, logger, connections, hooks, exits, errors, board, held, intercepted, pass }
}
