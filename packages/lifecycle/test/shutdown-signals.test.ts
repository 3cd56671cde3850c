import { closeable } from '@plimsoll/core'
import { createFakeClock, createRecordingLogger } from '@plimsoll/core/testing'
import type { ShutdownSignal } from '../src/shutdown-options.js'
import { ShutdownSignals } from '../src/signals/shutdown-signals.js'

function listening(
  options: { signals?: ShutdownSignal[]; forceAfterSignals?: number; refuses?: string } = {},
) {
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const done: string[] = []
  const errors: unknown[] = []
  const listeners = new Map<string, () => void>()
  let onMessage: ((message: unknown) => void) | undefined
  const ignored = { all: false }
  const signals = new ShutdownSignals(
    { signals: options.signals ?? ['SIGTERM', 'SIGINT'], forceAfterSignals: options.forceAfterSignals ?? 2 },
    {
      clock,
      process: {
        onSignal(signal, listener) {
          if (signal === options.refuses) throw new Error(`no ${signal} here`)
          listeners.set(signal, listener)
          return closeable(() => void listeners.delete(signal))
        },
        onMessage(listener) {
          onMessage = listener
          return closeable(() => {
            onMessage = undefined
          })
        },
      },
      drain: { shutdown: (reason) => void done.push(reason), force: (why) => void done.push(why) },
      isIgnored: () => ignored.all,
      logger,
      onError: (error) => void errors.push(error),
    },
  )
  const send = (signal: string): void => listeners.get(signal)?.()
  return {
    signals,
    clock,
    logger,
    done,
    errors,
    listeners,
    ignored,
    send,
    tell: (message: unknown) => onMessage?.(message),
  }
}

describe('F79: signals', () => {
  test('the first begins; what comes within a second is the same; the next forces', () => {
    const { send, done, clock } = listening()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT']) send(signal)
    clock.advance(999)
    send('SIGTERM')
    expect(done).toEqual(['SIGINT'])
    clock.advance(1)
    send('SIGTERM')
    expect(done).toEqual(['SIGINT', 'SIGTERM came again'])
  })

  test('forceAfterSignals asks for more patience, and says so', () => {
    const { send, done, clock, logger } = listening({ forceAfterSignals: 3 })
    for (let i = 0; i < 3; i += 1) {
      send('SIGINT')
      clock.advance(1000)
    }
    expect(done).toEqual(['SIGINT', 'SIGINT came again'])
    expect(logger.messages('warn')).toEqual(['SIGINT came again; 3 signals in all force the end'])
  })

  test('the IPC message counts as one, and nothing else that is sent does', () => {
    const { tell, done } = listening()
    for (const message of ['ready', { type: 'shutdown' }, undefined, 'shutdown', 'shutdown']) tell(message)
    expect(done).toEqual(['IPC shutdown'])
  })

  test('none without signals, none after close()', () => {
    const { tell, done, listeners } = listening({ signals: [] })
    tell('shutdown')
    expect([done, listeners.size]).toEqual([[], 0])
    const closed = listening()
    closed.signals.close()
    closed.tell('shutdown')
    expect([closed.done, closed.listeners.size]).toEqual([[], 0])
  })

  test('ignored while they are meant for somebody else', () => {
    const { send, done, ignored } = listening()
    ignored.all = true
    send('SIGTERM')
    ignored.all = false
    expect(done).toEqual([])
    send('SIGTERM')
    expect(done).toEqual(['SIGTERM'])
  })

  test('a signal that the system does not have is told, and the others work', () => {
    const { send, done, errors } = listening({ signals: ['SIGQUIT', 'SIGTERM'], refuses: 'SIGQUIT' })
    expect(errors).toEqual([new Error('no SIGQUIT here')])
    send('SIGTERM')
    expect(done).toEqual(['SIGTERM'])
  })
})
