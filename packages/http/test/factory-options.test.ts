import { createSampler, internalErrors } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { splitCommon } from '../src/factory-options.js'

const sampler = () =>
  createSampler(
    {},
    {
      clock: createFakeClock(),
      gc: createFakeGc(),
      readings: [createScriptedReadings()],
      probe: createFakeProbe(),
    },
  )

const broken = (): never => {
  throw new Error('mine')
}
const rejecting = (async () => broken()) as unknown as () => void
/** A promise of a library of its own. */
const foreign = (() => ({
  // biome-ignore lint/suspicious/noThenProperty: that is what such a promise has
  then: (_resolve: unknown, reject: (error: Error) => void) => reject(new Error('mine')),
})) as unknown as () => void

const settled = () => new Promise(setImmediate)

describe('what every factory takes', () => {
  test('is split from the options of the part', () => {
    const own = sampler()
    const { common, own: rest } = splitCommon('guard', { sampler: own, mode: 'dry-run' })
    expect(common.sampler).toBe(own)
    expect(rest).toEqual({ mode: 'dry-run' })
  })

  test.each([
    ['throws', broken],
    ['rejects', rejecting],
    ['rejects with a promise of its own kind', foreign],
  ])('F35: a logger that %s is nobody else problem', async (_, log) => {
    const { common } = splitCommon('guard', {
      sampler: sampler(),
      logger: { info: log, warn: log, error: log },
    })
    for (const level of ['info', 'warn', 'error'] as const)
      expect(() => common.logger[level]('x')).not.toThrow()
    await settled()
  })

  test.each([
    ['throws', broken],
    ['rejects', rejecting],
  ])('F35: an onError that %s is the end of it', async (_, onError) => {
    const { common } = splitCommon('guard', { sampler: sampler(), onError })
    expect(() => common.onError(new Error('first'))).not.toThrow()
    await settled()
  })

  test.each([
    ['nobody', undefined],
    ['a function', () => {}],
    ['one that throws', broken],
  ])('F35: what %s is told of is counted', (_, onError) => {
    const { common } = splitCommon('guard', { sampler: sampler(), ...(onError && { onError }) })
    const before = internalErrors().count
    common.onError(new Error('first'))
    common.onError(new Error('second'))
    expect(internalErrors().count - before).toBe(2)
  })

  test('a logger keeps its own this', () => {
    class Lines {
      readonly lines: string[] = []
      info(message: string) {
        this.lines.push(message)
      }
      warn(message: string) {
        this.lines.push(message)
      }
      error(message: string) {
        this.lines.push(message)
      }
    }
    const logger = new Lines()
    splitCommon('guard', { sampler: sampler(), logger }).common.logger.warn('kept')
    expect(logger.lines).toEqual(['kept'])
  })

  test('F34: a polluted prototype configures nothing', () => {
    const spoilt = Object.prototype as { logger?: unknown }
    spoilt.logger = 'not a logger'
    try {
      expect(() => splitCommon('guard', { sampler: sampler() })).not.toThrow()
    } finally {
      delete spoilt.logger
    }
  })
})
