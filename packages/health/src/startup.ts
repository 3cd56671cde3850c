/** Whether the process has started, as Kubernetes' startup probe means it. */
export class Startup {
  readonly #readyOnListen: boolean
  #started = false

  constructor(readyOnListen: boolean) {
    this.#readyOnListen = readyOnListen
  }

  get started(): boolean {
    return this.#started
  }

  /** The application says that it is ready. There is no way back: draining is another matter. */
  markReady(): void {
    this.#started = true
  }

  /** A server accepts connections. */
  listening(): void {
    if (this.#readyOnListen) this.#started = true
  }
}
