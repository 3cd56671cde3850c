import { createSampler } from './create-sampler.js'
import { PlimsollError } from './errors/plimsoll-error.js'
import { shown } from './options/field.js'
import type { Sampler } from './sampler.js'
import { type ResolvedSamplerOptions, resolveSamplerOptions, type SamplerOptions } from './sampler-options.js'

interface Shared {
  readonly sampler: Sampler
  readonly options: ResolvedSamplerOptions
}

const KEY = Symbol.for('plimsoll.sampler@1')

/**
 * Returns the sampler that everything in this process shares: five middleware, one timer.
 *
 * The first caller's options hold. Later callers may leave them out or repeat them; different ones are an
 * error, because one of the two would silently not get what it asked for.
 */
export function sharedSampler(options?: SamplerOptions): Sampler {
  const holder = globalThis as { [KEY]?: Shared }
  const shared = holder[KEY]
  if (shared === undefined) {
    const resolved = resolveSamplerOptions(options)
    const sampler = createSampler(options)
    holder[KEY] = { sampler, options: resolved }
    return sampler
  }
  if (options !== undefined) assertSame(shared.options, resolveSamplerOptions(options))
  return shared.sampler
}

function assertSame(first: ResolvedSamplerOptions, second: ResolvedSamplerOptions): void {
  for (const [key, value] of Object.entries(second)) {
    const before = first[key as keyof ResolvedSamplerOptions]
    if (before === value) continue
    throw new PlimsollError(
      'ERR_PLIMSOLL_OPTION_CONFLICT',
      `Conflicting \`samplerOptions.${key}\`: all parts of a process share one sampler, which was made ` +
        `${asked(before)}; this part asks for one ${asked(value)}. Give the same \`samplerOptions\` to all ` +
        'parts, or only to the first',
    )
  }
}

const asked = (value: unknown): string => (value === undefined ? 'without' : `with ${shown(value)}`)
