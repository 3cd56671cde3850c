import type { SignalName, SignalState } from '@plimsoll/core'
import fc from 'fast-check'
import type { Priority } from '../src/admission.js'
import { type StageOptions, Stages } from '../src/stages.js'

const OPTIONS: StageOptions = {
  elevatedRatio: 0.8,
  criticalRatio: 0.92,
  emergencyRatio: 0.97,
  exitGapRatio: 0.05,
  counts: () => true,
}

const signals = (ratios: Partial<Record<SignalName, number>>) =>
  new Map(Object.entries(ratios).map(([name, ratio]) => [name, { ratio }]) as [SignalName, SignalState][])

const stagesAt = (ratio: number, options = OPTIONS) => {
  const stages = new Stages(options)
  stages.update(signals({ 'heap-live': ratio }))
  return stages
}

const shedOf = (stages: Stages, priority: Priority, tries = 100) =>
  Array.from({ length: tries }, () => stages.sheds(priority)).filter(Boolean).length

describe('stages', () => {
  test('normal sheds nobody', () => {
    const stages = stagesAt(0.79)
    expect(stages.stage).toBe('normal')
    for (const priority of ['critical', 'normal', 'sheddable'] as const)
      expect(shedOf(stages, priority)).toBe(0)
  })

  test('elevated sheds a share of the lowest class that grows with the ratio, and nobody else', () => {
    const shares = [0.8, 0.85, 0.9].map((ratio) => shedOf(stagesAt(ratio), 'sheddable'))
    expect(shares[0]).toBeGreaterThan(10)
    expect(shares[1]).toBeGreaterThan(shares[0]!)
    expect(shares[2]).toBeGreaterThan(shares[1]!)
    expect(shares[2]).toBeLessThan(100)
    expect(shedOf(stagesAt(0.9), 'normal')).toBe(0)
  })

  test('critical sheds all but the critical', () => {
    const stages = stagesAt(0.93)
    expect(stages.stage).toBe('critical')
    expect([shedOf(stages, 'critical'), shedOf(stages, 'normal'), shedOf(stages, 'sheddable')]).toEqual([
      0, 100, 100,
    ])
  })

  test('F44: emergency sheds even the critical ones', () => {
    const stages = stagesAt(0.98)
    expect(stages.stage).toBe('emergency')
    expect(shedOf(stages, 'critical')).toBe(100)
  })

  test('a stage is left a gap lower than it is entered', () => {
    const stages = stagesAt(0.93)
    stages.update(signals({ 'gc-time': 0.88 }))
    expect(stages.stage).toBe('critical')
    stages.update(signals({ 'gc-time': 0.86 }))
    expect(stages.stage).toBe('elevated')
    stages.update(signals({ 'gc-time': 0.74 }))
    expect(stages.stage).toBe('normal')
  })

  test('names the signal to blame', () => {
    const stages = new Stages(OPTIONS)
    stages.update(signals({ 'heap-live': 0.5, 'loop-delay': 0.95, 'gc-time': 0.9 }))
    expect(stages.signal).toBe('loop-delay')
    expect(stages.ratio).toBe(0.95)
  })

  test('what fitting can act on makes no stage', () => {
    const stages = new Stages(OPTIONS)
    stages.update(signals({ container: 0.99, rss: 0.99, host: 0.99 }))
    expect(stages.stage).toBe('normal')
  })

  test('stalls for memory alone raise by one level, however long they are', () => {
    const stages = new Stages(OPTIONS)
    stages.update(signals({ 'memory-stall': 50 }))
    expect(stages.stage).toBe('elevated')
    expect(shedOf(stages, 'normal')).toBe(0)
  })

  test('signals that do not count make no stage', () => {
    const stages = new Stages({ ...OPTIONS, counts: (name) => name !== 'gc-time' })
    stages.update(signals({ 'gc-time': 1 }))
    expect(stages.stage).toBe('normal')
  })

  test('the classes are ordered: whoever is shed, no lower class is spared', () => {
    const ratio = fc.double({ min: 0, max: 1.5, noNaN: true })
    fc.assert(
      fc.property(fc.array(ratio, { minLength: 1, maxLength: 30 }), (walk) => {
        const stages = new Stages(OPTIONS)
        for (const each of walk) {
          stages.update(signals({ 'heap-live': each }))
          if (shedOf(stages, 'critical', 1) > 0) expect(shedOf(stages, 'normal', 1)).toBe(1)
          if (shedOf(stages, 'normal', 1) > 0) expect(shedOf(stages, 'sheddable', 1)).toBe(1)
        }
      }),
    )
  })
})
