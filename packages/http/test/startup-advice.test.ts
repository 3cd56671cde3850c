import { createServer } from 'node:http'
import { board, createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createRecordingLogger,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { plimsoll } from '../src/middleware.js'

const MIB = 2 ** 20

/** What is logged of a process of 45 MiB that may take 512 bytes, because MiB were meant. */
function toldOfTinyLimit() {
  const readings = createScriptedReadings({ rssBytes: 45 * MIB, eventLoopUtilizationRatio: 0.3 })
  const clock = createFakeClock()
  const ports = { clock, gc: createFakeGc(), readings: [readings], probe: createFakeProbe() }
  const sampler = createSampler({ limitBytes: 512 }, ports)
  const logger = createRecordingLogger()
  const suite = plimsoll({ sampler, logger, guard: { reclaim: false }, health: false, metrics: false })
  suite.attach(createServer())
  const notes = board().list('note')
  clock.advance(5000)
  suite.close()
  return { lines: logger.lines, notes }
}

test('a limit that is exceeded from the start is told, once, with what was probably meant', () => {
  const { lines, notes } = toldOfTinyLimit()
  expect(lines[0]).toEqual({
    level: 'warn',
    message:
      '[plimsoll] `samplerOptions.limitBytes` is 512 bytes, and the process takes 45 MiB already: everything is ' +
      'turned away. It counts bytes: 512 MiB are 536870912.',
  })
  expect(notes.map(({ code }) => code)).toContain('limit-below-use')
  expect(lines[1]?.message).toMatch(/pressure is critical: rss at more than 1000 % of 512 bytes; /)
  expect(lines).toHaveLength(2)
})
