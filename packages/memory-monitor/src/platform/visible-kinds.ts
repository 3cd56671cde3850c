import { isMainThread } from 'node:worker_threads'
import { LEAK_KINDS, type LeakKind } from '../leak-kind.js'

/**
 * What this thread can tell. Resident memory is the whole process's: seen from a worker thread, a leak on another
 * thread's heap would pass for native memory.
 */
export function visibleKinds(): readonly LeakKind[] {
  return isMainThread ? LEAK_KINDS : LEAK_KINDS.filter((kind) => kind !== 'native')
}
