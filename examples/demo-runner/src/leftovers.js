/** What has to be undone when the demo ends, however it ends: last in, first out. */
export class Leftovers {
  #undo = []

  /** Remembers an action; the function returned undoes it now. */
  add(action) {
    this.#undo.push(action)
    return async () => {
      const index = this.#undo.indexOf(action)
      if (index === -1) return
      this.#undo.splice(index, 1)
      await action()
    }
  }

  async clear() {
    while (this.#undo.length > 0) {
      const action = this.#undo.pop()
      try {
        await action()
      } catch (error) {
        console.error(`demo: could not clean up: ${error.message}`)
      }
    }
  }
}
