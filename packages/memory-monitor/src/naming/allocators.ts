import { packageOf } from '@plimsoll/core'
import type { Generations, HeapFrame, SiteGenerations } from '@plimsoll/heap/profile'
import type { Suspect } from '../report/leak-report.js'
import type { RouteOf } from '../routes/handler-routes.js'
import { handsOn } from './hands-on.js'
import { isApplications } from './is-applications.js'
import { nameOf, placeText } from './place-text.js'
import { type IsOurs, racesForEver, rankSites } from './rank-sites.js'

/** More than are told: some are dropped on the way. */
const MOST_LISTED = 24
/** Of what is only looked up. */
const MOST_MAKERS = 100
const STACK_LINES = 12

/** Where a function really is, when what runs was compiled from something else. */
export type SourceOf = (frame: HeapFrame) => HeapFrame

/** A place in the code that holds on to what it allocates. */
export interface Allocator {
  readonly suspect: Suspect
  /** As it runs, before source maps. */
  readonly frame: HeapFrame
  /** Whether the rest is known to hang on what it makes, however little that is. */
  readonly holdsRest: boolean
  /** The application's function on whose behalf a package's allocated it. */
  readonly caller: Pick<Suspect, 'functionName' | 'file' | 'line' | 'column'> | undefined
}

/** Who may have allocated what stays, most likely first. */
export interface Allocators {
  readonly list: readonly Allocator[]
  /** Whether the first surely holds on to what it allocates; else it only may. */
  readonly areCertain: boolean
  /** All places of which something stays, by their beginning: who made a function is among them. */
  readonly makers: readonly Maker[]
}

/** One that is put into words only where it is asked for. */
interface Maker extends Pick<Allocator, 'frame'> {
  readonly told: () => Allocator
}

/** What places in the code are told by. */
export interface AllocatorWords {
  readonly sourceOf: SourceOf
  readonly isOurs: IsOurs
  readonly routeOf: RouteOf
  readonly neededBy: (file: string) => string | undefined
}

/** The places in the code that hold on to what they allocate. */
export function allocatorsOf(generations: Generations | undefined, words: AllocatorWords): Allocators {
  const { isOurs } = words
  const all = generations?.sites ?? []
  const epochs = generations?.epochs ?? []
  const { sites, areCertain, heldBytes } = rankSites({ sites: all, epochs }, isOurs)
  const sum = sites.reduce((bytes, site) => bytes + heldBytes(site), 0)
  const tell = (site: SiteGenerations) => {
    const bytes = heldBytes(site)
    const held = { bytes, share: sum > 0 ? Math.min(1, bytes / sum) : 0 }
    return allocatorOf(site, held, words)
  }
  return {
    list: sites.slice(0, MOST_LISTED).map(tell),
    areCertain,
    makers: all
      .filter(({ frame, survival }) => survival.survivingBytes > 0 && isApplications(frame.file))
      .slice(0, MOST_MAKERS)
      .map((site) => ({ frame: site.frame, told: () => tell(site) })),
  }
}

/** Who made a function that begins there: of those that begin before it in its file the last. */
export function makerOf(
  { makers }: Allocators,
  place: { readonly file: string; readonly line: number; readonly column: number },
): Allocator | undefined {
  const before = makers.filter(
    ({ frame: { file, line, column } }) =>
      file === place.file && (line < place.line || (line === place.line && column < place.column)),
  )
  const [first, ...others] = before
  const last = others.reduce(
    (latest, each) =>
      each.frame.line > (latest?.frame.line ?? 0) ||
      (each.frame.line === latest?.frame.line && each.frame.column > latest.frame.column)
        ? each
        : latest,
    first,
  )
  return last?.told()
}

function allocatorOf(
  site: SiteGenerations,
  held: Pick<Suspect, 'bytes' | 'share'>,
  { sourceOf, routeOf, neededBy }: Omit<AllocatorWords, 'isOurs'>,
): Allocator {
  const { frame, stack } = site
  const route = routeOf(stack)
  const source = sourceOf(frame)
  const installed = packageOf(source.file)
  const needed = neededBy(frame.file)
  const isNameless = source.functionName === ''
  const calling =
    installed === undefined && !isNameless ? undefined : callerIn(stack, installed === undefined)
  const by = calling && placeOf(sourceOf(calling))
  return {
    frame,
    holdsRest: racesForEver(site),
    suspect: {
      ...placeOf(source),
      ...(installed !== undefined && { package: installed }),
      ...(needed !== undefined && { neededBy: needed }),
      ...(by !== undefined && { calledBy: placeText(by) }),
      ...(route !== undefined && { route }),
      ...held,
      stack: stack.slice(0, STACK_LINES).map((each) => placeText(sourceOf(each))),
    },
    caller: installed === undefined ? undefined : by,
  }
}

/**
 * The innermost of the application's functions, unless a framework lies between: then it called for something else.
 * `named`: a callback without a name is known by the function that it is written in, or that called it.
 */
function callerIn(stack: readonly HeapFrame[], named: boolean): HeapFrame | undefined {
  const fits = ({ functionName, file }: HeapFrame) => isApplications(file) && !(named && functionName === '')
  const frame = stack.find((each) => fits(each) || handsOn(each.file))
  return frame !== undefined && isApplications(frame.file) ? frame : undefined
}

function placeOf({ functionName, file, line, column }: HeapFrame) {
  return { functionName: nameOf(functionName), file, ...(line > 0 && { line, column }) }
}
