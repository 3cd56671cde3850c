/** Where a shutdown is. Times are milliseconds on the process's monotonic clock. */
export type ShutdownState =
  | { readonly name: 'running'; readonly sinceMs: number }
  /** Still serves everybody, with `Connection: close`, while those in front take the process out of rotation. */
  | { readonly name: 'delaying'; readonly sinceMs: number; readonly reason: string }
  /** Takes no new connections and finishes what it has begun; then the hooks. */
  | { readonly name: 'draining'; readonly sinceMs: number; readonly reason: string }
  /** All has ended by itself, and the exit code is 0. */
  | { readonly name: 'closed'; readonly sinceMs: number; readonly reason: string }
  /** Not everything ended well: the exit code is not 0, whether or not anything had to be cut off. */
  | { readonly name: 'forced'; readonly sinceMs: number; readonly reason: string }
