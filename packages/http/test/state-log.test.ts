import { createServer } from 'node:http'
import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createRecordingLogger,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { plimsoll } from '../src/middleware.js'

const MIB = 2 ** 20

/** A suite that was started by attaching it, over a scripted heap of 100 MiB. */
function started() {
  const clock = createFakeClock()
  const gc = createFakeGc()
  const heap = createScriptedReadings({
    heapUsedBytes: 20 * MIB,
    heapLimitBytes: 100 * MIB,
    eventLoopUtilizationRatio: 0.3,
  })
  const sampler = createSampler({}, { clock, gc, readings: [heap], probe: createFakeProbe() })
  const logger = createRecordingLogger()
  const suite = plimsoll({ sampler, logger, guard: { reclaim: false }, health: false, metrics: false })
  suite.attach(createServer())
  const before = logger.lines.length
  return { clock, gc, heap, suite, told: () => logger.lines.slice(before) }
}

describe('the log', () => {
  test('says nothing while all is well', () => {
    const { clock, suite, told } = started()
    clock.advance(600_000)
    expect(told()).toEqual([])
    suite.close()
  })

  test('tells a change of pressure once, with the figures for whoever is on call', () => {
    const { clock, gc, heap, suite, told } = started()
    heap.set({ heapUsedBytes: 95 * MIB })
    gc.emit({ heapUsedBytes: 95 * MIB })
    clock.advance(10_000)
    expect(told()).toEqual([
      {
        level: 'warn',
        message: expect.stringMatching(
          /pressure is critical: heap-live at 95 % of 100 MiB; 0 admitted, 0 shed/,
        ),
      },
    ])
    heap.set({ heapUsedBytes: 20 * MIB })
    clock.advance(120_000)
    expect(told()[1]).toMatchObject({ level: 'info', message: expect.stringMatching(/pressure is normal/) })
    expect(told()).toHaveLength(2)
    suite.close()
  })

  test('F01: F02: tells once that a reading keeps failing, and once that it works again', () => {
    const { clock, heap, suite, told } = started()
    heap.failWith(new Error('EACCES'))
    clock.advance(60_000)
    expect(told()).toEqual([
      { level: 'error', message: expect.stringMatching(/cannot read scripted; going on without/) },
    ])
    heap.heal()
    clock.advance(60_000)
    expect(told().slice(1)).toEqual([
      { level: 'info', message: expect.stringMatching(/all readings work again/) },
    ])
    suite.close()
  })

  test('closed it says no more', () => {
    const { clock, heap, suite, told } = started()
    suite.close()
    heap.failWith(new Error('EACCES'))
    clock.advance(60_000)
    expect(told()).toEqual([])
  })
})
