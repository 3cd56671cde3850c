import { setTimeout as sleep } from 'node:timers/promises'
import { tracked } from './tracked.js'

describe('the signal of a scope', () => {
  test('aborts when the client leaves, before anything is disposed of', () => {
    const { scope } = tracked()
    const order: unknown[] = []
    expect(scope.signal).toBe(scope.signal)
    scope.signal.addEventListener('abort', () => order.push(scope.signal.reason.name, scope.disposed))
    scope.defer(() => order.push('disposed'))
    scope.end('client-left')
    expect(order).toEqual(['AbortError', false, 'disposed'])
  })

  test('does not abort at the normal end: a fetch that nobody awaits would reject unhandled', () => {
    const { scope } = tracked()
    const { signal } = scope
    scope.end('finished')
    expect(signal.aborted).toBe(false)
  })

  test('abortOnEnd: true aborts then as well', () => {
    const { scope } = tracked({ abortOnEnd: true })
    const { signal } = scope
    scope.end('finished')
    expect(signal).toMatchObject({ aborted: true, reason: { name: 'AbortError' } })
  })

  test('first asked for after the client has left, it has aborted', () => {
    const { scope } = tracked()
    scope.end('client-left')
    expect(scope.signal).toMatchObject({ aborted: true, reason: { name: 'AbortError' } })
  })

  test('says when it was a timeout', () => {
    const { scope } = tracked()
    const { signal } = scope
    scope.end('timed-out')
    expect(signal.reason.name).toBe('TimeoutError')
    scope.end('client-left')
    expect(signal.reason.name).toBe('TimeoutError')
  })

  test('is what timers/promises take', async () => {
    const { scope } = tracked()
    const waiting = sleep(60_000, undefined, { signal: scope.signal })
    scope.end('client-left')
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('moved along, it no longer aborts with the client; the one of the request does', async () => {
    const { scope } = tracked()
    const { signal } = scope
    const own = scope.move()
    expect(own.signal).toBe(signal)
    const rest = scope.signal
    scope.end('client-left')
    expect([signal.aborted, rest.aborted]).toEqual([false, true])
    await own.dispose()
    expect(signal.aborted).toBe(false)
  })

  test('after the client has left, move leaves it as it is', () => {
    const { scope } = tracked()
    const { signal } = scope
    scope.end('client-left')
    expect(scope.move().signal).toBe(signal)
    expect(scope.signal).toBe(signal)
    const late = tracked().scope
    late.end('client-left')
    expect(late.move().signal).toBe(late.signal)
    expect(late.signal.aborted).toBe(true)
  })

  test('with abortOnEnd it aborts when what was moved is disposed of', async () => {
    const { scope } = tracked({ abortOnEnd: true })
    const { signal } = scope
    const own = scope.move()
    scope.end('finished')
    expect(signal.aborted).toBe(false)
    await own.dispose()
    expect(signal.aborted).toBe(true)
  })
})
