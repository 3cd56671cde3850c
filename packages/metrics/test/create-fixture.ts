import { createFakeClock } from '@plimsoll/core/testing'
import { createMetrics, type MetricsOptions, type MetricsRegistry } from '../src/index.js'
import { FakeSampler, fakeBoard, fakeReadings } from './fakes.js'

/** Metrics over scripted readings, with everything that a test may turn. */
export function fixture(options?: MetricsOptions) {
  const clock = createFakeClock()
  const sampler = new FakeSampler()
  const board = fakeBoard()
  const errors: unknown[] = []
  const warnings: string[] = []
  const metrics = createMetrics(options, {
    clock,
    sampler,
    board,
    onError: (error) => void errors.push(error),
    logger: { warn: (message) => void warnings.push(message) },
    processReadings: fakeReadings,
  })
  return { clock, sampler, board, errors, warnings, metrics }
}

export const textOf = async ({ metrics }: { metrics: { scrape(): Promise<{ text: string }> } }) =>
  (await metrics.scrape()).text

/** The lines of one metric, without its comments. */
export const linesOf = (text: string, name: string): string[] =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))

/** Both clients' registries, so that every test of a registry runs over both. */
export const registryKinds: readonly (readonly [string, () => TestRegistry])[] = [
  ['prom-client', () => new (require('prom-client').Registry)()],
  ['@prometheus-io/client', () => new (require('@prometheus-io/client').Registry)()],
]

/** What tests do with a registry beside what we do. */
export interface TestRegistry extends MetricsRegistry {
  clear(): void
  resetMetrics(): void
  setContentType(type: string): void
  setDefaultLabels(labels: object): void
}
