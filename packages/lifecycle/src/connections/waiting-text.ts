import type { Waiting } from './waiting.js'

export const NOTHING = 'nothing'

/** So many are named; of the rest the number says enough. */
const NAMED = 3

/** A length of time as people say it. */
export function durationText(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 100) return `${seconds.toFixed(1)} s`
  if (seconds < 6000) return `${(seconds / 60).toFixed(1)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

function named<T extends { readonly sinceMs: number }>(
  items: readonly T[],
  words: readonly [string, string],
  nameOf: (item: T) => string,
  nowMs: number,
): string[] {
  if (items.length === 0) return []
  const oldest = [...items].sort((a, b) => a.sinceMs - b.sinceMs).slice(0, NAMED)
  const names = oldest.map((item) => `${nameOf(item)}, for ${durationText(nowMs - item.sinceMs)}`)
  const rest = items.length > NAMED ? [`${items.length - NAMED} more`] : []
  return [`${counted(items.length, ...words)} (${[...names, ...rest].join('; ')})`]
}

const unit = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [counted(count, one, many)]

/** What is waited for, in words: `2 requests (POST /orders, for 41.0 s; …), 1 WebSocket (/chat, for 3.2 h)`. */
export function waitingText(waiting: Waiting, nowMs: number): string {
  const sockets = waiting.upgraded.filter(({ protocol }) => protocol === 'websocket')
  const others = waiting.upgraded.filter(({ protocol }) => protocol !== 'websocket')
  const parts = [
    ...named(
      waiting.requests,
      ['request', 'requests'],
      ({ method, path, unread }) =>
        `${method} ${path}${unread ? ', whose client does not read the answer' : ''}`,
      nowMs,
    ),
    ...named(sockets, ['WebSocket', 'WebSockets'], ({ path }) => path, nowMs),
    ...named(
      others,
      ['upgraded connection', 'upgraded connections'],
      ({ protocol, path }) => `${protocol} ${path}`,
      nowMs,
    ),
    ...unit(waiting.arriving, 'request that is still arriving', 'requests that are still arriving'),
    ...unit(waiting.idle, 'idle connection', 'idle connections'),
  ]
  return parts.length === 0 ? NOTHING : parts.join(', ')
}
