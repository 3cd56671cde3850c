/** Tries again until it holds: what ends with a socket ends a moment after the answer. */
export async function eventually(check: () => void, withinMs = 10_000): Promise<void> {
  const untilMs = performance.now() + withinMs
  for (;;) {
    try {
      check()
      return
    } catch (error) {
      if (performance.now() > untilMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}
