import { ownFolder } from '../platform/own-file.js'
import { checkCount } from './check-count.js'
import type { ProfileMark } from './epochs.js'
import type { GroupBy, IsSite } from './group-nodes.js'
import type { HeapFrame } from './heap-frame.js'
import { STACK_DEPTH } from './heap-profile.js'

export interface GenerationTrackerOptions {
  /**
   * When sampling was started.
   *
   * @default the first profile: what it shows is older, and doesn't count
   */
  readonly from?: ProfileMark
  /**
   * How far samples lie apart. With it objects that are twice as large are told apart: most are the stores of
   * containers, which are replaced as the container grows, so that their age says nothing.
   *
   * @default unknown: there are no stores
   */
  readonly intervalBytes?: number
  /**
   * What makes one site, as in `HeapProfile.sites()`; or a test: the innermost function that it accepts, and where it
   * accepts none the innermost in code.
   *
   * @default 'function'
   */
  readonly by?: GroupBy | IsSite
  /**
   * Epochs that are told apart, from 4 on. When there are more, the shortest old neighbours become one.
   *
   * @default 16
   */
  readonly maxEpochs?: number
  /**
   * Sites that are followed; of more, those that hold most.
   *
   * @default 1000
   */
  readonly maxSites?: number
  /**
   * Functions kept of each site's stack.
   *
   * @default 64
   */
  readonly stackDepth?: number
  /**
   * Whose allocations don't count, with those of everything that they call.
   *
   * @default the functions of this package and of `node:inspector`: whoever looks on is not to be seen
   */
  readonly ignore?: (frame: HeapFrame) => boolean
}

export type ResolvedTrackerOptions = Required<Omit<GenerationTrackerOptions, 'from'>>

export function resolveTrackerOptions(options: GenerationTrackerOptions): ResolvedTrackerOptions {
  const {
    intervalBytes = Number.POSITIVE_INFINITY,
    by = 'function',
    maxEpochs = 16,
    maxSites = 1000,
    stackDepth = STACK_DEPTH,
  } = options
  const { ignore = isLookingOn } = options
  checkCount('maxEpochs', maxEpochs, 4, 1000)
  checkCount('maxSites', maxSites, 1, 1_000_000)
  checkCount('stackDepth', stackDepth, 1, 10_000)
  return Object.freeze({ intervalBytes, by, maxEpochs, maxSites, stackDepth, ignore })
}

function isLookingOn({ file }: HeapFrame): boolean {
  const own = ownFolder()
  return file === 'node:inspector' || (own !== '' && file.startsWith(own))
}
