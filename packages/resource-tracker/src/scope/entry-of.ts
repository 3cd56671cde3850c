import type { FileHandle } from '../platform/files.js'
import type { Timer } from '../platform/timers.js'
import { DirectoryEntry, HandleEntry } from './descriptor-entry.js'
import type { Entry } from './entry.js'
import { holdOn } from './hold.js'
import { StreamEntry, UsedEntry } from './owned-entry.js'
import type { ScopeHost } from './scope-host.js'
import { TimerEntry } from './timer-entry.js'

type Members = Partial<Record<PropertyKey, unknown>>

/** In this order: the standard's symbols, then what Node and many packages call it. */
const METHODS = [Symbol.asyncDispose, Symbol.dispose, 'close', 'destroy', 'terminate'] as const

/**
 * The entry for something that can be disposed of, or `undefined` when it cannot.
 *
 * Looks at what the application gave: whatever a proxy or a getter in it throws is thrown here.
 */
export function entryOf(value: unknown, { files, timers }: ScopeHost): Entry | undefined {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined
  const members = value as Members
  const has = (...names: readonly string[]): boolean =>
    names.every((name) => typeof members[name] === 'function')
  // Their own asyncDispose ends them with an error.
  if (has('pipe', 'destroy')) return new StreamEntry(members as { destroy(): unknown })
  if (typeof members.fd === 'number' && has('close', 'stat', 'on', 'off'))
    return new HandleEntry(value as FileHandle)
  if (files.isDirectory(value)) return new DirectoryEntry(value, files)
  if (timers.isTimer(value)) return new TimerEntry(value as Timer, timers, holdOn(value as object))
  for (const name of METHODS) {
    const method = members[name]
    if (typeof method === 'function') return new UsedEntry(value as object, method as () => unknown)
  }
  return undefined
}
