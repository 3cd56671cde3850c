import type { Finding } from './findings.js'
import type { Outstanding, OutstandingSite } from './observer.js'
import type { StackFrame } from './stack-frame.js'

/** Where a place in running code comes from, when a source map tells; the place itself when none does. */
export type OriginalOf = (frame: StackFrame) => StackFrame

/** Tells a finding as users see it. */
export function outstandingOf(finding: Finding, nowMs: number, originalOf: OriginalOf): Outstanding {
  const { kind, route, count, oldestEndedMs, place } = finding
  const oldestMs = Math.max(0, nowMs - oldestEndedMs)
  if (place === undefined) return { kind, route, count, oldestMs }
  const { functionName, file, line, column } = originalOf(place.frame)
  return {
    ...{ kind, route, count, oldestMs },
    site: { functionName, file, line, column },
    stack: place.stack,
    ...(place.package !== undefined && { package: place.package }),
  }
}

const PLURALS: Readonly<Record<Outstanding['kind'], string>> = {
  timer: 'timers',
  listener: 'listeners',
  descriptor: 'file descriptors',
  socket: 'sockets',
  'child-process': 'child processes',
  worker: 'workers',
}

/** One line for a log. */
export function lineOf({ kind, route, count, oldestMs, site, package: of }: Outstanding): string {
  const age = oldestMs < 120_000 ? `${Math.round(oldestMs / 1000)} s` : `${Math.round(oldestMs / 60_000)} min`
  const from = of === undefined ? '' : `, by ${of}`
  return `[plimsoll] ${route} leaves ${PLURALS[kind]} behind: ${count}, the oldest for ${age}, opened ${whereOf(site)}${from}`
}

function whereOf(site: OutstandingSite | undefined): string {
  return site === undefined
    ? 'at a place not seen yet'
    : `in ${site.functionName} (${site.file}:${site.line}:${site.column})`
}
