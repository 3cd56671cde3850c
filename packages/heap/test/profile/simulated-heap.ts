import { GenerationTracker, type GenerationTrackerOptions } from '../../src/index.js'
import { ProfileBuilder } from '../support/profile-builder.js'

const PROFILE_EVERY_MS = 10_000
/** Bytes that every sampled object stands for here. */
export const SAMPLE_BYTES = 1000

interface Alive {
  readonly stack: readonly string[]
  readonly ordinal: number
  readonly bytes: number
}

/** A heap whose objects a test allocates and lets go, followed by a tracker through made-up profiles. */
export class SimulatedHeap {
  readonly tracker: GenerationTracker
  readonly #held = new Map<string, Alive[]>()
  #ordinal = 0
  #profiles = 0
  #requests = 0

  constructor(
    options: GenerationTrackerOptions = {},
    tracker = new GenerationTracker({ from: { atMs: 0, requests: 0 }, ...options }),
  ) {
    this.tracker = tracker
  }

  /** Allocates objects in a function of that name. */
  allocate(name: string, count: number, bytes = SAMPLE_BYTES): this {
    const alive = this.#held.get(name) ?? []
    this.#held.set(name, alive)
    for (let index = 0; index < count; index += 1) {
      this.#ordinal += 1
      const stack = ['main /app/main.js:1', `${name} /app/${name}.js:1`]
      alive.push({ stack, ordinal: this.#ordinal, bytes })
    }
    return this
  }

  /** Lets go all but the newest `count` objects of a function. */
  keepNewest(name: string, count: number): this {
    const alive = this.#held.get(name) ?? []
    this.#held.set(name, alive.slice(Math.max(0, alive.length - count)))
    return this
  }

  /** Serves so many requests in ten seconds; then a profile is taken. */
  profile(requests = 1000): this {
    this.#profiles += 1
    this.#requests += requests
    const built = new ProfileBuilder()
    for (const { stack, ordinal, bytes } of [...this.#held.values()].flat()) {
      built.sample(stack, bytes, { ordinal })
    }
    this.tracker.add(built.profile(), { atMs: this.#profiles * PROFILE_EVERY_MS, requests: this.#requests })
    return this
  }

  /** Sampling ends and begins again: what lived is not sampled any more, and ordinals start over. */
  restartSampling(): this {
    this.#held.clear()
    this.#ordinal = 0
    return this
  }
}

/** As many rounds of what `round` does, a profile after each. */
export function rounds(heap: SimulatedHeap, count: number, round: (index: number) => void): SimulatedHeap {
  for (let index = 0; index < count; index += 1) {
    round(index)
    heap.profile()
  }
  return heap
}
