import type { MemoryView } from '@plimsoll/http'

declare module 'koa' {
  interface DefaultContext {
    /** Memory as the guard sees it; set where `plimsoll()` or `memoryGuard()` is mounted. */
    memory: MemoryView
  }
}
