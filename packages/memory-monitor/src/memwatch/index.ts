export { HeapDiff } from './heap-diff.js'
export type { HeapDiffDetail, HeapDiffMoment, HeapDiffResult } from './heap-diff-result.js'
export type { MemwatchLeak } from './leak-info.js'
export {
  addListener,
  configure,
  emit,
  eventNames,
  gc,
  listenerCount,
  listeners,
  off,
  on,
  once,
  prependListener,
  prependOnceListener,
  removeAllListeners,
  removeListener,
  setMaxListeners,
} from './memwatch.js'
export type { MemwatchStats } from './memwatch-stats.js'
