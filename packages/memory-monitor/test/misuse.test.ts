import { createSampler } from '@plimsoll/core'
import { createMemoryMonitor } from '../src/index.js'

describe('a mistake is told at once, with what was expected and what was given', () => {
  test('an event that there is not', () => {
    const monitor = createMemoryMonitor()
    const listen = (event: string) => () => monitor.on(event as 'leak', () => {})
    expect(listen('leek')).toThrow(
      'Expected `event` to be one of stats, suspicion, leak, retraction, got "leek"',
    )
    expect(listen('leak')).not.toThrow()
  })

  test('a listener that is none', () => {
    const monitor = createMemoryMonitor()
    expect(() => monitor.once('leak', undefined as unknown as () => void)).toThrow(
      'Expected `listener` to be a function, got undefined',
    )
  })

  test('a sampler where what is shared with others should be', () => {
    const sampler = createSampler()
    expect(() => createMemoryMonitor({}, sampler as object)).toThrow(/`monitor dependencies`.*\{ sampler \}/)
    expect(() => createMemoryMonitor({}, { sampler })).not.toThrow()
    sampler.close()
  })

  test.each([
    [{ sampler: {} }, /`monitor dependencies\.sampler`.*an object with start\(\)/],
    [{ logger: { info() {} } }, /`monitor dependencies\.logger`.*warn\(\)/],
    [{ onError: 'ignore' }, /`monitor dependencies\.onError`.*a function/],
    [{ clock: {} }, /Unknown option `monitor dependencies\.clock`/],
  ])('what others share: %j', (dependencies, message) => {
    expect(() => createMemoryMonitor({}, dependencies as object)).toThrow(message)
  })
})
