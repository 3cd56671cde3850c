/** Something with a lifetime. `close()` may be called more than once; the second call does nothing. */
export interface Closeable {
  close(): void
  [Symbol.dispose](): void
}

/** Makes a {@link Closeable} that runs `close` at most once. */
export function closeable(close: () => void): Closeable {
  let open = true
  const once = (): void => {
    if (!open) return
    open = false
    close()
  }
  return { close: once, [Symbol.dispose]: once }
}
