import type { HeapSample } from './heap-profile.js'

/**
 * Tells whether a profile goes on where the last one ended. Ordinals begin anew when sampling does, by our own
 * doing or by another profiler's: nothing that the profile says of old epochs would then be true.
 */
export class SamplingSession {
  /** Ordinals of the last profile, ascending: 8 bytes for each of its samples. */
  #ordinals = new Float64Array(0)

  /** The highest ordinal of the last profile. */
  get last(): number {
    return this.#ordinals.at(-1) ?? 0
  }

  /** Whether every old object of the profile was alive in the last one. */
  continues(samples: readonly HeapSample[]): boolean {
    const { last } = this
    return samples.every(({ ordinal }) => ordinal > last || this.#has(ordinal))
  }

  follow(samples: readonly HeapSample[]): void {
    this.#ordinals = Float64Array.from(samples, ({ ordinal }) => ordinal).sort()
  }

  #has(ordinal: number): boolean {
    let low = 0
    let high = this.#ordinals.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ordinals[middle] as number) < ordinal) low = middle + 1
      else high = middle
    }
    return this.#ordinals[low] === ordinal
  }
}
