import { bytesText, type LimitChange, type Sampler } from '@plimsoll/core'
import type { ReasonSource } from './reason-source.js'

const MIB = 1024 * 1024
/** Above this share of the container the heap no longer leaves room for buffers and native memory. */
const MAX_SHARE = 0.9
/** V8 takes about half of a container for its heap, up to about 2 GiB on its own. */
const MIN_SHARE = 0.4
const V8_DEFAULT_CEILING_BYTES = 2048 * MIB

/** Whether V8's heap limit is one that suits the container; a machine without a limit suits any. */
function suits(heapLimitBytes: number, containerLimitBytes: number | undefined): boolean {
  if (containerLimitBytes === undefined) return true
  const least = Math.min(MIN_SHARE * containerLimitBytes, V8_DEFAULT_CEILING_BYTES)
  return heapLimitBytes >= least && heapLimitBytes <= MAX_SHARE * containerLimitBytes
}

const limitText = (bytes: number | undefined): string => (bytes === undefined ? 'none' : bytesText(bytes))

/** Remembers the container limit that the process started with. */
export class LimitChanged {
  readonly #sampler: Pick<Sampler, 'latest'>
  #first: { readonly limitBytes: number | undefined } | undefined

  constructor(sampler: Pick<Sampler, 'latest'>) {
    this.#sampler = sampler
  }

  /** Only the first change tells what V8 saw when it sized its heap. */
  onChange(change: LimitChange): void {
    this.#first ??= { limitBytes: change.beforeBytes }
  }

  /**
   * Asks for a restart when V8's heap limit suited the limit at the start and does not suit today's.
   *
   * Where it never suited (V8 has a floor near 259 MiB, or a flag says otherwise) a restart would change
   * nothing, and asking for one would be a restart loop.
   */
  readonly source: ReasonSource = () => {
    if (this.#first === undefined) return undefined
    const { heapLimitBytes, containerLimitBytes } = this.#sampler.latest
    const before = this.#first.limitBytes
    if (!suits(heapLimitBytes, before) || suits(heapLimitBytes, containerLimitBytes)) return undefined
    return {
      status: 'needs-restart',
      code: 'limit-changed',
      message:
        `The container's limit went from ${limitText(before)} to ${limitText(containerLimitBytes)}; ` +
        `V8's heap limit stays at ${limitText(heapLimitBytes)} until the process restarts`,
    }
  }
}
