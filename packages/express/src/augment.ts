import type { MemoryView, ResourceScope } from '@plimsoll/http'

declare global {
  namespace Express {
    interface Request {
      /** Memory as the guard sees it; set where `plimsoll()` or `memoryGuard()` is mounted. */
      memory: MemoryView
      /** What the request opens; disposed of when its response has ended. */
      readonly resources: ResourceScope
    }
  }
}
