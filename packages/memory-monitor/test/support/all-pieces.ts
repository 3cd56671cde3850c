/** Does all pieces at once: what they come to, and how many there were. */
export function allPieces<T>(work: Iterator<void, T>): { readonly result: T; readonly pieces: number } {
  for (let pieces = 1; ; pieces += 1) {
    const step = work.next()
    if (step.done === true) return { result: step.value, pieces }
  }
}

/** Work that comes to that. */
export function* comesTo<T>(result: T): Generator<void, T> {
  yield
  return result
}
