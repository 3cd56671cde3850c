import { createFakeClock } from '@plimsoll/core/testing'
import { createHealth, type HealthOptions } from '../src/index.js'
import { FakeSampler, fakeBoard } from './fakes.js'

/** Health over scripted readings, with everything that a test may turn. */
export function fixture(options?: HealthOptions, random: () => number = () => 0) {
  const clock = createFakeClock()
  const sampler = new FakeSampler()
  const board = fakeBoard()
  const errors: unknown[] = []
  const facts = { upMs: 1000, isWorkerThread: false, uptimeMs: () => facts.upMs }
  const onError = (error: unknown): void => void errors.push(error)
  const health = createHealth(options, { clock, sampler, board, onError, processFacts: facts, random })
  health.start()
  return { clock, sampler, board, errors, facts, health }
}

/** The codes of the reasons that hold. */
export const codesOf = (health: { readonly reasons: readonly { readonly code: string }[] }): string[] =>
  health.reasons.map(({ code }) => code)
