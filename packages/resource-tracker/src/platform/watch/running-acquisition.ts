import type { Acquisition } from '../../observe/acquisition.js'
import type { OutstandingKind } from '../../observe/observer.js'

/** Something that says itself whether it is still in use. */
export class RunningAcquisition<T extends object> implements Acquisition {
  readonly kind: OutstandingKind
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  readonly #resource: WeakRef<T>
  readonly #runs: (resource: T) => boolean

  constructor(kind: OutstandingKind, resource: T, runs: (resource: T) => boolean, stack: string | undefined) {
    this.kind = kind
    this.#resource = new WeakRef(resource)
    this.#runs = runs
    this.stack = stack
  }

  isOpen(): boolean {
    const resource = this.#resource.deref()
    return resource !== undefined && this.#runs(resource)
  }
}
