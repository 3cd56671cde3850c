/** Lets the event loop go round once: what waits for it, such as a request, gets its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
