import type { Holder } from '../holders/holder.js'
import { type LeakKind, unitOf } from '../leak-kind.js'
import type { Suspect } from '../report/leak-report.js'
import { type Allocator, type Allocators, makerOf } from './allocators.js'
import { handsOn } from './hands-on.js'
import { isApplications } from './is-applications.js'

/** Objects that come half to twice as fast as what is counted may be what is counted. */
const LEAST_OF_ITEMS = 0.5
const MOST_OF_ITEMS = 2
/** What holds half of what leaks by the trend holds the leak. */
const LEAST_OF_LEAK = 0.5
const MOST_SUSPECTS = 8
/** Where each holds less than a fifth, what is held was made in many places, and one thing holds it. */
const LEAST_SHARE = 0.2
/** What the heap engine calls functions that have no name. */
const NAMELESS = 'anonymous function'

/** All that is known of who is to blame. */
export interface SuspectFacts {
  readonly kind: LeakKind
  /** By the profile of what was allocated and stays. */
  readonly allocators: Allocators
  /** What was seen when it was opened: by the resource tracker, or since it was suspected. */
  readonly openers: readonly Suspect[]
  /** What is open, by its name alone. */
  readonly open: readonly Suspect[]
}

/** Who holds what is new, where that was looked for. */
export interface HolderFacts {
  readonly holders: readonly Holder[]
  /** Bytes or items that came meanwhile, by the trend. */
  readonly expected: number
}

const NONE: HolderFacts = { holders: [], expected: 0 }

/** Most likely first. */
export function rankSuspects(facts: SuspectFacts, held: HolderFacts = NONE): readonly Suspect[] {
  const ranked = unitOf(facts.kind) === 'bytes' ? ofBytes(facts, held) : ofItems(facts, held)
  return ranked.slice(0, MOST_SUSPECTS)
}

function ofBytes({ kind, allocators, openers }: SuspectFacts, held: HolderFacts): Suspect[] {
  const holders = held.holders.map((holder, at) =>
    at === 0 && explains(holder, held, kind) ? { ...holder, isMain: true } : holder,
  )
  // What serves every request is there whatever leaks: of memory that V8 does not know of that says nothing.
  const isSuspect = (suspect: Suspect) => kind !== 'native' || !isNobodys(suspect)
  const allocated = allocators.list.map(({ suspect }) => suspect).filter(isSuspect)
  const [main, ...others] = holders
  if (main === undefined) return [...allocated, ...openers]
  const kept = holders.map(({ suspect }) => suspect)
  const named = allocatorFor(main, kind, allocators)
  if (named === undefined) return [...kept, ...allocated, ...openers]
  const rest = allocated.filter((each) => each !== named.suspect)
  if (!main.isMain) return [named.suspect, ...kept, ...rest, ...openers]
  return [keptBy(named, main), ...others.map(({ suspect }) => suspect), ...rest, ...openers]
}

/** Whether the first of them tells a reader little: no function, one without a name, or one of many alike. */
export function isWeak({ allocators }: SuspectFacts): boolean {
  const [first] = allocators.list
  if (first?.holdsRest === true) return false
  if (first === undefined || isNobodys(first.suspect)) return true
  return first.frame.functionName === '' || first.suspect.share < LEAST_SHARE
}

/** Whether a place was only told to serve: Node's, the engine's, a framework's. */
export function isNobodys(suspect: Suspect): boolean {
  return !isCode(suspect) || handsOn(suspect.file ?? '')
}

/** Whether it got about as much as leaks: then requests in flight may be more, and it is still who holds the leak. */
function explains({ suspect }: Holder, { expected }: HolderFacts, kind: LeakKind): boolean {
  return kind !== 'native' && expected > 0 && (suspect.bytes ?? 0) >= LEAST_OF_LEAK * expected
}

/** Who allocated what hangs there; `undefined` when that is not sure. */
function allocatorFor(holder: Holder, kind: LeakKind, allocators: Allocators): Allocator | undefined {
  const maker = holder.isMain ? makerOfAll(holder, allocators) : undefined
  if (maker !== undefined) return maker
  const [first] = allocators.list
  if (first === undefined || !isCode(first.suspect)) return undefined
  // Off the heap what an allocator weighs is not what leaks, and a framework was only told to serve.
  const isSure = allocators.areCertain || first.suspect.file === holder.file
  return isSure || (kind === 'heap' && !handsOn(first.suspect.file ?? '')) ? first : undefined
}

/** Who made the functions that pile up: of a function it is told where it begins, of an object where its class does. */
function makerOfAll({ suspect }: Holder, allocators: Allocators): Allocator | undefined {
  const { functionName, constructorName, file, line, column } = suspect
  const isClass = functionName === constructorName && functionName !== NAMELESS
  if (isClass || file === undefined || line === undefined || column === undefined) return undefined
  return makerOf(allocators, { file, line, column })
}

/** What is as many as the items are, by who made it where that is known. */
function countedBy(holder: Holder, allocators: Allocators): Suspect {
  const maker = makerOfAll(holder, allocators)
  if (maker === undefined) return holder.suspect
  const { bytes: _bytes, share: _share, ...place } = maker.suspect
  return { ...holder.suspect, ...place }
}

/** Who allocates, with who keeps it. */
function keptBy({ suspect, caller }: Allocator, { suspect: holder, file }: Holder): Suspect {
  const { constructorName, retainerPath } = holder
  // A package that allocates for an application which keeps what it is given did as it was told.
  const isOnBehalf = caller !== undefined && file !== undefined && isApplications(file)
  const { package: _package, neededBy: _for, calledBy: _by, line: _line, column: _column, ...bare } = suspect
  return {
    ...(isOnBehalf ? { ...bare, ...caller } : suspect),
    ...(constructorName !== undefined && { constructorName }),
    ...(retainerPath !== undefined && { retainerPath }),
  }
}

/** Who was seen opening them comes first, then what is as many as they are. Of files the name tells more than code. */
function ofItems({ allocators, openers, open }: SuspectFacts, { holders, expected }: HolderFacts): Suspect[] {
  const alike = holders.filter(
    ({ count }) => count >= LEAST_OF_ITEMS * expected && count <= MOST_OF_ITEMS * expected,
  )
  const allocated = allocators.list.map(({ suspect }) => suspect)
  const code = allocated.filter(isCode)
  const counted = alike.map((holder) => countedBy(holder, allocators))
  const known = allocators.areCertain
    ? [...code, ...counted, ...open.filter(isFile)]
    : [...counted, ...open.filter(isFile), ...code]
  const rest = [...open, ...allocated].filter((each) => !known.includes(each))
  return [...openers, ...known, ...rest]
}

/** Told by its path, and not as one of many sockets. */
function isFile({ resourceType = '' }: Suspect): boolean {
  return resourceType.startsWith('file ')
}

function isCode({ file = '' }: Suspect): boolean {
  return file !== '' && !file.startsWith('node:')
}
