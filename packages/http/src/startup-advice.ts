import { type Advice, advise, board, type Closeable, runtimeFacts } from '@plimsoll/core'
import type { Common } from './factory-options.js'
import type { Part } from './part.js'

const TOLD = Symbol.for('plimsoll.advised@1')

/** Tells once per process what does not fit: V8's heap limit beside the container's, a missing flag. */
export function startupAdvice(common: Common): Part {
  let notes: readonly Closeable[] = []
  return {
    start() {
      const { workers, limitBytes, latest } = common.sampler
      const { heapLimitBytes, containerLimitBytes, rssBytes } = latest
      const limits = { heapLimitBytes, containerLimitBytes, limitBytes }
      const advice = advise({ ...runtimeFacts(), ...limits, workers, rssBytes })
      notes = advice.map((line) => board().put('note', line))
      tellOnce(advice, common)
    },
    close: closeAll,
    [Symbol.dispose]: closeAll,
  }

  function closeAll(): void {
    for (const note of notes) note.close()
  }
}

function tellOnce(advice: readonly Advice[], { logger, sampler }: Common): void {
  const holder = globalThis as { [TOLD]?: boolean }
  if (holder[TOLD] === true) return
  holder[TOLD] = true
  for (const problem of sampler.stats.problems) logger.info(`[plimsoll] going on without: ${problem}`)
  for (const { message } of advice) logger.warn(`[plimsoll] ${message}`)
}
