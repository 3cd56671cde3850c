import { EventEmitter } from 'node:events'
import { createRecordingLogger } from '@plimsoll/core/testing'
import {
  gracefulShutdown,
  plannedRestart,
  resolveRollingRestartOptions,
  restartLease,
} from '@plimsoll/lifecycle'
import { resolveShutdownOptions } from '../src/shutdown-options.js'

const options = (given: object, delayMs = 0) => resolveShutdownOptions(given, delayMs)

test('the defaults', () => {
  expect(options({})).toMatchObject({
    preStopDelayMs: 0,
    drainTimeoutMs: 25_000,
    idleGraceMs: 2000,
    hookTimeoutMs: 5000,
    signals: ['SIGTERM', 'SIGINT'],
    forceAfterSignals: 2,
  })
  expect(options({}, 5000).preStopDelayMs).toBe(5000)
})

test('a default delay makes room for a short drain; one that was asked for does not', () => {
  expect(options({ drainTimeoutMs: 3000 }, 5000).preStopDelayMs).toBe(1500)
  expect(() => options({ drainTimeoutMs: 3000, preStopDelayMs: 3000 })).toThrow(
    /`gracefulShutdown.preStopDelayMs` to be shorter than `drainTimeoutMs`.*got 3000 and 3000/,
  )
})

test.each([
  [{ signals: ['SIGKILL'] }, /`gracefulShutdown.signals` to be false or a list of SIGTERM.*got "SIGKILL"/],
  [{ signals: 'SIGTERM' }, /`gracefulShutdown.signals` to be false or a list/],
  [{ forceAfterSignals: 1 }, /`gracefulShutdown.forceAfterSignals` to be a whole number, at least 2, got 1/],
  [{ drainTimeoutMs: 0 }, /`gracefulShutdown.drainTimeoutMs` to be a number of milliseconds, at least 1/],
  [{ preStopDelayMs: Number.NaN }, /`gracefulShutdown.preStopDelayMs`/],
  [{ onSignal: () => {} }, /Unknown option `gracefulShutdown.onSignal`/],
])('%j is refused', (given, message) => {
  expect(() => options(given)).toThrow(message)
})

test('an application instead of its server is refused, and what to give instead is said', () => {
  const application = Object.assign(new EventEmitter(), { listen() {} })
  expect(() => gracefulShutdown(application as never)).toThrow(
    /an HTTP server.*`app\.listen\(\)`.*, got an object$/,
  )
  const express = Object.assign(application, { use() {} })
  expect(() => gracefulShutdown([express] as never)).toThrow(/, got an application of Express or Koa$/)
  expect(() => gracefulShutdown(undefined as never)).toThrow(/, got undefined$/)
})

test('a second one in the same process is told of, until the first is closed; one without servers is fine', () => {
  const logger = createRecordingLogger()
  const quiet = { logger, signals: false as const }
  const first = gracefulShutdown([], quiet)
  expect(logger.messages()).toEqual([])
  const second = gracefulShutdown([], quiet)
  expect(logger.messages('warn')).toEqual([
    expect.stringMatching(/gracefulShutdown\(\) was called again.*Give all servers to one call/),
  ])
  first.close()
  second.close()
  gracefulShutdown([], quiet).close()
  expect(logger.lines).toHaveLength(1)
})

test('a lease waits for an answer no longer than a permit lasts', () => {
  const command = async (): Promise<number> => 1
  expect(restartLease({ command }).options.commandTimeoutMs).toBe(2000)
  expect(restartLease({ command, ttlMs: 3000 }).options.commandTimeoutMs).toBe(1000)
  expect(() => restartLease({ command, ttlMs: 3000, commandTimeoutMs: 3000 })).toThrow(
    /`restartLease.commandTimeoutMs` to be shorter than `ttlMs`, got 3000 and 3000/,
  )
})

test('one signal cannot both restart a cluster and end it', () => {
  expect(() => resolveRollingRestartOptions({ restartSignal: 'SIGHUP', signals: ['SIGHUP'] })).toThrow(
    /`rollingRestart.restartSignal` to be none of `signals`, got SIGHUP in both/,
  )
})

test('planned restarts want the health of a suite, and whoever ends the process', () => {
  const health = { status: 'healthy' as const, reasons: [], readyz: { ok: true } }
  const shutdown = { restart() {} }
  expect(() => plannedRestart({ health: undefined, shutdown })).toThrow(
    /`plannedRestart.health` to be the health of a suite/,
  )
  expect(() => plannedRestart({ health, shutdown: {} as never })).toThrow(/`plannedRestart.shutdown`/)
  expect(() => plannedRestart({ health, shutdown, minIntervalMs: 2, maxIntervalMs: 1 })).toThrow(
    /`plannedRestart.minIntervalMs` to be at most `maxIntervalMs`, got 2 and 1/,
  )
})
