/** What has to be undone when the demo ends, however it ends: last in, first out. */
export class Leftovers {
  #undo = []
  #clearing

  /** Remembers an action; the function returned does it now. While all is being undone it is done at once. */
  add(action) {
    this.#undo.push(action)
    if (this.#clearing !== undefined) this.#clearing = this.#clearing.then(() => this.#undoAll())
    return async () => {
      const index = this.#undo.indexOf(action)
      if (index === -1) return
      this.#undo.splice(index, 1)
      await action()
    }
  }

  /** Resolves when everything is undone, whoever asked first. */
  clear() {
    this.#clearing ??= this.#undoAll()
    return this.#clearing
  }

  async #undoAll() {
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
