import { isGrowing } from './growth.js'
import type { Group, Held } from './held.js'
import type { OutstandingKind } from './observer.js'
import type { Place } from './place.js'
import { UNKNOWN } from './route-clock.js'
import { type Circumstances, countable, type Evidence, evidenceOf, FLOORS, isOutstanding } from './verdict.js'

/** What is outstanding, by kind, route and place. */
export interface Finding {
  /** Same for the same kind, route and place. */
  readonly key: string
  readonly kind: OutstandingKind
  readonly route: string
  readonly place: Place | undefined
  readonly count: number
  readonly oldestEndedMs: number
}

interface Judged {
  readonly group: Group
  readonly evidence: Evidence
}

/** Judges the groups of the ledger, and remembers what was outstanding: that stays until it has come to rest. */
export class Findings {
  #confirmed = new Set<string>()
  /** Whether something would be outstanding, were it only known to have passed a major collection. */
  needsCollection = false

  judge(groups: Iterable<Group>, circumstances: Circumstances): Finding[] {
    const confirmed = new Set<string>()
    const findings: Finding[] = []
    this.needsCollection = false
    for (const together of byKindAndRoute(groups)) {
      const found = this.#judgeTogether(together, circumstances)
      for (const key of found.confirmed) confirmed.add(key)
      findings.push(...found.findings)
      if (found.findings.length > 0 || together[0].kind !== 'listener') continue
      const later = { ...circumstances, collections: Number.POSITIVE_INFINITY }
      if (this.#judgeTogether(together, later).findings.length > 0) this.needsCollection = true
    }
    this.#confirmed = confirmed
    return withoutSeenTwice(findings)
  }

  clear(): void {
    this.#confirmed.clear()
  }

  /** One kind and route: judged as a whole, because stacks are only taken of some, and place by place. */
  #judgeTogether(groups: readonly [Group, ...Group[]], circumstances: Circumstances) {
    const confirmed: string[] = []
    const isOut = (evidence: Evidence, key: string): boolean => {
      const out = isOutstanding(evidence, this.#confirmed.has(key))
      if (out) confirmed.push(key)
      return out
    }
    const [{ kind, route }] = groups
    const held = groups.flatMap((group) => group.held)
    const counted = countable(kind, held, circumstances)
    const from = Math.min(...groups.map((group) => group.from))
    const all = evidenceOf({ kind, route }, counted, from, circumstances)
    const wholeIsOut = isOut(all, `${kind} ${route}`)
    const may = groups.length > 1 && counted.length < held.length ? new Set(counted) : undefined
    const judged = groups.map((group) => {
      if (groups.length === 1) return { group, evidence: all }
      const ofGroup = may === undefined ? group.held : group.held.filter((each) => may.has(each))
      return { group, evidence: evidenceOf(group, ofGroup, group.from, circumstances) }
    })
    const placed = judged.filter(({ group }) => group.place !== undefined)
    let named: readonly Judged[] = placed.filter(({ group, evidence }) => isOut(evidence, keyOf(group)))
    if (named.length === 0 && wholeIsOut) {
      named = placed.filter(({ group, evidence }) => isGrowing(evidence.series, FLOORS[group.kind]))
      if (named.length === 0) named = largestOf(placed)
    }
    if (named.length > 0) {
      const unplaced = judged.find(({ group }) => group.place === undefined)?.evidence.counted ?? []
      return { confirmed, findings: shareOut(named, unplaced) }
    }
    const findings = wholeIsOut ? [finding({ kind, route, place: undefined }, counted, counted.length)] : []
    return { confirmed, findings }
  }
}

/** What was opened after the response is judged under its route, and as of a request that nobody knows. */
function withoutSeenTwice(findings: readonly Finding[]): Finding[] {
  const placeOf = ({ kind, place }: Finding): string => `${kind} ${place?.key ?? ''}`
  const known = new Set(findings.filter(({ route }) => route !== UNKNOWN).map(placeOf))
  return findings.filter((each) => each.route !== UNKNOWN || !known.has(placeOf(each)))
}

/** Stacks were taken of few, and not evenly: the place that was seen most stands for the others. */
function largestOf(placed: readonly Judged[]): readonly Judged[] {
  const sizeOf = ({ evidence }: Judged): number => evidence.counted.length
  const [largest] = [...placed].sort((a, b) => sizeOf(b) - sizeOf(a))
  return largest !== undefined && sizeOf(largest) > 0 ? [largest] : []
}

const keyOf = ({ kind, route, place }: Pick<Group, 'kind' | 'route' | 'place'>): string =>
  `${kind} ${route}\n${place?.key ?? ''}`

/** Those without a stack are divided like those with one: it was chance which of them had one taken. */
function shareOut(named: readonly Judged[], unplaced: readonly Held[]): Finding[] {
  const total = named.reduce((sum, { evidence }) => sum + evidence.counted.length, 0)
  return named.map(({ group, evidence }) => {
    const { counted } = evidence
    const share = Math.round((unplaced.length * counted.length) / Math.max(1, total))
    const oldest = named.length === 1 ? [...unplaced, ...counted] : counted
    return finding(group, oldest, counted.length + share)
  })
}

function finding(
  group: Pick<Group, 'kind' | 'route' | 'place'>,
  held: readonly Held[],
  count: number,
): Finding {
  const { kind, route, place } = group
  let oldestEndedMs = Number.POSITIVE_INFINITY
  for (const { request } of held) oldestEndedMs = Math.min(oldestEndedMs, request.endedMs)
  return { key: keyOf(group), kind, route, place, count, oldestEndedMs }
}

function byKindAndRoute(groups: Iterable<Group>): Iterable<readonly [Group, ...Group[]]> {
  const together = new Map<string, [Group, ...Group[]]>()
  for (const group of groups) {
    const key = `${group.kind} ${group.route}`
    const others = together.get(key)
    if (others === undefined) together.set(key, [group])
    else others.push(group)
  }
  return together.values()
}
