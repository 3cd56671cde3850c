import type { MemoryView } from '@plimsoll/http'

declare global {
  namespace Express {
    interface Request {
      /** Memory as the guard sees it; set where `plimsoll()` or `memoryGuard()` is mounted. */
      memory: MemoryView
    }
  }
}
