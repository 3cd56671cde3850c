import { closeable } from '@plimsoll/core'
import { createFakeClock, createRecordingLogger } from '@plimsoll/core/testing'
import { type RollingRestart, type RollingRestartOptions, rollingRestart } from '../../src/index.js'
import { createFakeCluster, type Program } from './fake-cluster.js'

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

/** A primary over a fake cluster, with a clock that the test moves. */
export function supervise(options: RollingRestartOptions = {}, program?: Program) {
  const cluster = createFakeCluster(program)
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const signals = new Map<string, () => void>()
  const exitCodes: number[] = []
  const host = {
    onSignal(signal: string, listener: () => void) {
      signals.set(signal, listener)
      return closeable(() => signals.delete(signal))
    },
    onMessage(listener: (message: unknown) => void) {
      signals.set('shutdown', () => listener('shutdown'))
      return closeable(() => signals.delete('shutdown'))
    },
    exit: (code: number) => void exitCodes.push(code),
  }
  const module = { isPrimary: true, fork: () => ({}) as never, on() {}, off() {} }
  const rolling: RollingRestart = rollingRestart(
    module,
    { workers: 4, logger, ...options },
    { port: cluster, clock, process: host },
  )
  /** Lets time pass in steps, and everybody have his turn after each. */
  const pass = async (ms: number, stepMs = 100): Promise<void> => {
    for (let left = ms; left > 0; left -= stepMs) {
      clock.advance(Math.min(stepMs, left))
      await settle()
    }
  }
  return { cluster, clock, logger, signals, exitCodes, rolling, pass }
}
