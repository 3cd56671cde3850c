import { packageOf } from '@plimsoll/core'
import { type Generations, isCodeFrame, type SiteGenerations } from '@plimsoll/heap/profile'
import { evenness, holdsOn, keeps, storeRate } from '../confirm/held.js'
import { handsOn } from './hands-on.js'

/** Whether a file is of this suite: whoever looks on is not to blame. */
export type IsOurs = (file: string) => boolean

/**
 * How much a byte counts that survives, by whose function allocated it: the application chose what to keep, a package
 * did so only when it holds clearly more.
 */
const PACKAGE_WEIGHT = 0.5

/** A function without a name comes before one with a name only when it holds clearly more: who reads it knows less. */
const ANONYMOUS_WEIGHT = 0.7

/** A place alone, not weighed with others, is known by so many sampled objects. */
const SURE_SAMPLES = 16

/** A race that is never over is nothing, many over some time are. */
const LEAST_EPOCHS_OF_RACES = 3

export interface RankedSites {
  /** The most likely culprit first. */
  readonly sites: readonly SiteGenerations[]
  /** Whether the first surely holds on to what it allocates, by itself; else it only may. */
  readonly areCertain: boolean
  /** What a place holds, in objects of old epochs and in arrays and tables that go on growing. */
  readonly heldBytes: (site: SiteGenerations) => number
}

type Epochs = Generations['epochs']

/**
 * Ranks the places that hold on to what they allocate. What a framework makes for each request stays with whoever
 * holds the request, and what Node and the engine make says the least: both come after all others, however much it is.
 */
export function rankSites(
  { sites, epochs }: Pick<Generations, 'sites' | 'epochs'>,
  isOurs: IsOurs,
): RankedSites {
  // Sorting asks again and again.
  const grown = new Map(sites.map((site) => [site, storeGrowth(site, epochs)]))
  const grownBytes = (site: SiteGenerations) => grown.get(site) ?? 0
  const heldBytes = (site: SiteGenerations) => site.survival.survivingBytes + grownBytes(site)
  const holds = (site: SiteGenerations) => holdsOn(site) || grownBytes(site) > 0 || racesForEver(site)
  const holding = sites.filter((site) => (holds(site) || mayHold(site)) && !isOurs(site.frame.file))
  const culprits = holding.filter(({ frame }) => isCodeFrame(frame) && !handsOn(frame.file))
  const certain = culprits.filter(holds)
  const dragged = holding.filter((site) => !culprits.includes(site))
  const surelyDragged = dragged.filter(holds)
  const byWeight = (one: SiteGenerations, other: SiteGenerations) =>
    Number(racesForEver(other)) - Number(racesForEver(one)) ||
    weightOf(other) * heldBytes(other) - weightOf(one) * heldBytes(one)
  const ranked = (certain.length > 0 ? certain : culprits).sort(byWeight)
  const [first] = certain.length > 0 ? ranked : []
  return {
    sites: [
      ...ranked,
      ...(surelyDragged.length > 0 ? surelyDragged : certain.length > 0 ? [] : dragged).sort(codeFirst),
    ],
    areCertain: first !== undefined && first.survival.survivingSamples >= SURE_SAMPLES,
    heldBytes,
  }
}

/**
 * What `Promise.race` makes outlives the race only where one who runs never arrives, and that one then holds every
 * race and what it came to. What the others made weighs more; they are innocent. It may seem to have ended: once the
 * function is inlined, its races are those of its caller.
 */
export function racesForEver(site: SiteGenerations): boolean {
  const { frame, stack, epochBytes } = site
  const depth = stack.findIndex(({ file }) => file === frame.file)
  const races = stack.slice(0, depth).some(({ functionName, file }) => functionName === 'race' && file === '')
  return races && keeps(site) && epochBytes.filter((bytes) => bytes > 0).length >= LEAST_EPOCHS_OF_RACES
}

/** Enough to be worth a word, where nothing is certain. */
function mayHold(site: SiteGenerations): boolean {
  const { retentionRatio = 0, survivingSamples } = site.survival
  return survivingSamples >= 4 && retentionRatio >= 0.5 && evenness(site) >= 0.5
}

/** How much a byte counts. */
function weightOf({ frame: { file, functionName } }: SiteGenerations): number {
  const byPackage = packageOf(file) === undefined ? 1 : PACKAGE_WEIGHT
  return byPackage * (functionName === '' ? ANONYMOUS_WEIGHT : 1)
}

/** By what the arrays and tables of a place have grown, if they go on growing: they hold what is in them. */
function storeGrowth(site: SiteGenerations, epochs: Epochs): number {
  if (storeRate(site, epochs, 'seconds') <= 0) return 0
  return Math.max(0, (site.storeBytes.at(-1) ?? 0) - (site.storeBytes[0] ?? 0))
}

function codeFirst(one: SiteGenerations, other: SiteGenerations): number {
  return Number(isCodeFrame(other.frame)) - Number(isCodeFrame(one.frame))
}
