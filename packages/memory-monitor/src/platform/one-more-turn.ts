/** Keeps the process alive for one turn of the event loop: what V8 has to tell of a collection arrives with it. */
export function oneMoreTurn(): void {
  setImmediate(() => {})
}
