import { EpochTallies } from './epoch-tallies.js'
import { type Epoch, epochOf, mergeEpochs, type ProfileMark, shortestPair } from './epochs.js'
import { type Generations, generationsOf } from './generations.js'
import { groupNodes, heaviestNodes } from './group-nodes.js'
import type { HeapFrame } from './heap-frame.js'
import type { HeapProfile, HeapSample } from './heap-profile.js'
import { ignoredNodes } from './ignored-nodes.js'
import { malformed } from './profile-fields.js'
import { SamplingSession } from './sampling-session.js'
import { siteKey } from './site-key.js'
import { TrackedSites } from './tracked-sites.js'
import {
  type GenerationTrackerOptions,
  type ResolvedTrackerOptions,
  resolveTrackerOptions,
} from './tracker-options.js'

/** An object that stands for so much stands for itself alone: of smaller ones a sample stands for several. */
const STORE_INTERVALS = 2

/**
 * Follows the objects that sampling profiles of one process show, from the epoch in which they were allocated:
 * what each place in the code allocated long ago and still holds.
 *
 * Give it the profiles of one sampling session in their order. It knows no threshold and gives no verdict. Its
 * memory is bounded by its options: about 2.5 KB for each site and 8 bytes for each sample of the last profile.
 * Before Node 22 V8 leaves inlined functions out of profiles: the site is then the function that they were
 * inlined into.
 */
export class GenerationTracker {
  readonly #options: ResolvedTrackerOptions
  readonly #session = new SamplingSession()
  readonly #epochs: Epoch[] = []
  #whole: EpochTallies
  #sites: TrackedSites
  /** Undefined until it is known where to begin. */
  #last: ProfileMark | undefined
  /** Objects up to this ordinal were there before. */
  #olderUpTo = 0
  #profiles = 0
  #restarts = 0

  /** Throws when an option is out of range. */
  constructor(options: GenerationTrackerOptions = {}) {
    this.#options = resolveTrackerOptions(options)
    this.#last = options.from
    this.#whole = new EpochTallies(this.#capacity)
    this.#sites = new TrackedSites(this.#capacity, this.#options.maxSites)
  }

  /**
   * Counts another profile. One that does not follow on the last, because sampling was started anew in between,
   * makes the tracker begin with it.
   *
   * Throws `ERR_PLIMSOLL_PROFILE_FORMAT` for a profile that cannot tell ages: a merged one, or one of an old
   * producer. Takes about a microsecond for each of the profile's nodes and samples.
   */
  add(profile: HeapProfile, mark: ProfileMark): void {
    const { samples } = profile
    if (samples === undefined) throw malformed('Expected a profile with `samples`: without, it tells no ages')
    if (!this.#session.continues(samples)) this.#restart()
    this.#session.follow(samples)
    const from = this.#last
    this.#last = mark
    if (from === undefined) {
      this.#olderUpTo = this.#session.last
      return
    }
    const upTo = Math.max(this.#epochs.at(-1)?.upTo ?? 0, this.#session.last)
    this.#epochs.push({ from, to: mark, upTo })
    this.#profiles += 1
    this.#count(profile, samples)
    if (this.#epochs.length > this.#options.maxEpochs) this.#merge()
  }

  /** What has become of the objects of each epoch, of all sites and of the `sites` (20) that hold most. */
  generations(options: { readonly sites?: number } = {}): Generations {
    return generationsOf({
      profiles: this.#profiles,
      restarts: this.#restarts,
      epochs: this.#epochs,
      whole: this.#whole,
      sites: this.#sites.all(),
      limit: options.sites ?? 20,
    })
  }

  get #capacity(): number {
    return this.#options.maxEpochs + 1
  }

  #count({ tree, nodeBytes }: HeapProfile, samples: readonly HeapSample[]): void {
    const { by, ignore, stackDepth, intervalBytes } = this.#options
    const storeBytes = STORE_INTERVALS * intervalBytes
    const groups = groupNodes(tree, by)
    const heaviest = heaviestNodes(groups, nodeBytes)
    const ignored = ignoredNodes(tree, ignore)
    this.#whole.clearLive()
    this.#sites.clearLive()
    const newest = this.#epochs.length - 1
    const tallies: (EpochTallies | undefined)[] = []
    for (const { node, ordinal, bytes } of samples) {
      if (ignored[node] === 1 || ordinal <= this.#olderUpTo) continue
      const group = groups.groupOf[node] as number
      const head = groups.heads[group] as HeapFrame
      tallies[group] ??= this.#follow(head, tree.stack(heaviest[group] as number, stackDepth))
      if (bytes >= storeBytes) {
        this.#whole.countStore(newest, bytes)
        tallies[group].countStore(newest, bytes)
      } else {
        const epoch = epochOf(this.#epochs, ordinal)
        this.#whole.count(epoch, bytes)
        tallies[group].count(epoch, bytes)
      }
    }
    this.#whole.close(newest)
    this.#sites.close(newest)
  }

  #follow(frame: HeapFrame, stack: readonly HeapFrame[]): EpochTallies {
    return this.#sites.follow(siteKey({ frame, stack }, this.#options.by), frame, stack)
  }

  #merge(): void {
    const epoch = shortestPair(this.#epochs)
    mergeEpochs(this.#epochs, epoch)
    this.#whole.merge(epoch)
    this.#sites.merge(epoch)
  }

  #restart(): void {
    this.#restarts += 1
    this.#olderUpTo = 0
    this.#profiles = 0
    this.#epochs.length = 0
    this.#whole = new EpochTallies(this.#capacity)
    this.#sites = new TrackedSites(this.#capacity, this.#options.maxSites)
  }
}
