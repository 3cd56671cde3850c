import { bytesText } from '@plimsoll/core'
import { keptText } from '../holders/kept-text.js'
import type { LeakKind } from '../leak-kind.js'
import { placeText } from '../naming/place-text.js'
import type { LeakReport, Suspect } from './leak-report.js'

const WHAT: Readonly<Record<LeakKind, string>> = {
  heap: 'The heap',
  external: 'Memory outside of the heap (buffers)',
  native: 'Native memory, which V8 does not know of,',
  handles: 'The number of handles (timers, sockets, …)',
  descriptors: 'The number of open descriptors',
  listeners: 'The number of listeners on `process`',
}

/** V8 tells who allocates what is on its heap. Of the rest it tells what came with it: a wrapper, a callback. */
const HOW = {
  held: 'of what is held is allocated by',
  beside: 'of the objects that came with it are allocated by',
}

/** One sentence for the person who is paged: what grows, how fast, until when, and who is to blame. */
export function messageOf(report: Omit<LeakReport, 'message'>): string {
  const { kind, growth, forecast, suspects, evidence } = report
  const amount = (value: number) =>
    growth.unit === 'bytes'
      ? bytesText(value)
      : `${value < 10 ? Number(value.toPrecision(2)) : Math.round(value)}`
  const each = growth.perRequest === undefined ? '' : ` (${amount(growth.perRequest)} a request)`
  const until =
    forecast === undefined
      ? ''
      : ` and reaches the limit of ${amount(forecast.limit)} in ${durationText(forecast.secondsToLimit)}`
  return `${WHAT[kind]} grows by ${amount(growth.perSecond * 60)} a minute${each}${until}. ${blameText(kind, suspects[0], evidence.blind)}`
}

/** A smaller part is not what a person asks about first. */
const LEAST_SHARE = 0.2

function blameText(kind: LeakKind, suspect: Suspect | undefined, blind: string | number | undefined): string {
  if (suspect === undefined) {
    return `No place in the code could be named${blind === undefined ? '' : `: ${blind}`}.`
  }
  const { functionName, resourceType, constructorName, retainerPath, route, share, bytes, calledBy } = suspect
  // That Node keeps it says nothing.
  const isTold = retainerPath !== undefined && !retainerPath[0]?.startsWith('node:')
  const kept = isTold ? keptText(retainerPath) : ''
  if (functionName === undefined) {
    const what = resourceType ?? constructorName ?? 'unknown'
    return kept === '' ? `Most of them: ${what}.` : `Most of it: ${what}, kept by ${kept}.`
  }
  const how = bytes === undefined ? 'was opened by' : HOW[kind === 'heap' ? 'held' : 'beside']
  const also = kept === '' ? '' : `, and kept by ${kept}`
  const by = calledBy === undefined ? '' : `, called by ${calledBy}`
  const where = `${by}${route === undefined ? '' : ` in requests for ${route}`}`
  const place = `${placeText(suspect)}${neededText(suspect)}`
  if (kept !== '' && share < LEAST_SHARE)
    return `It is kept by ${kept}; some is allocated by ${place}${where}.`
  // A small share is no reason to doubt the name: the rest lies in what others allocate for it.
  if (bytes !== undefined && share < LEAST_SHARE)
    return `Most likely it is what ${place}${where} allocates that is held.`
  return `${Math.round(share * 100)} % ${how} ${place}${where}${also}.`
}

/** Nobody knows a package that another one brought along. */
function neededText({ package: installed, neededBy }: Suspect): string {
  return neededBy === undefined ? '' : ` of ${installed}, which ${neededBy} needs`
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} minutes`
  if (seconds < 36 * 3600) return `${Number((seconds / 3600).toPrecision(2))} hours`
  return `${Math.round(seconds / 86_400)} days`
}
