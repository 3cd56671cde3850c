import { existsSync, readlinkSync } from 'node:fs'
import type { Acquisition } from '../../observe/acquisition.js'

/** Where Linux tells what a descriptor is of; asking touches no file system but its own. */
const DESCRIPTORS = '/proc/self/fd'

let isTold: boolean | undefined

/**
 * What the descriptor is of now: a file, or the socket or pipe by its number. `undefined` when it is closed, an
 * empty text where nobody tells. The name of a file is not looked at, because files are renamed and removed.
 */
function contentOf(descriptor: number): string | undefined {
  isTold ??= existsSync(`${DESCRIPTORS}/0`) || existsSync(`${DESCRIPTORS}/1`)
  if (!isTold) return ''
  try {
    const content = readlinkSync(`${DESCRIPTORS}/${descriptor}`)
    return content.startsWith('/') ? 'file' : content
  } catch {
    return undefined
  }
}

/** A descriptor that is a mere number: it must be heard when it is closed, because the number is used again. */
export class DescriptorAcquisition implements Acquisition {
  readonly kind = 'descriptor'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  isClosed = false
  readonly #descriptor: number
  #content: string | undefined

  constructor(descriptor: number, stack: string | undefined) {
    this.#descriptor = descriptor
    this.stack = stack
  }

  /** Others close descriptors as well: a terminal or a pipe that was made of one, native code. */
  isOpen(): boolean {
    if (this.isClosed) return false
    const content = contentOf(this.#descriptor)
    this.#content ??= content
    this.isClosed = content === undefined || content !== this.#content
    return !this.isClosed
  }
}

/** The descriptors that observed requests have opened and nobody was seen to close. */
export class OpenDescriptors {
  readonly #byNumber = new Map<number, DescriptorAcquisition>()

  opened(descriptor: number, stack: string | undefined): DescriptorAcquisition {
    this.closed(descriptor)
    const acquisition = new DescriptorAcquisition(descriptor, stack)
    this.#byNumber.set(descriptor, acquisition)
    return acquisition
  }

  closed(descriptor: unknown): void {
    if (this.#byNumber.size === 0) return
    const acquisition = this.#byNumber.get(descriptor as number)
    if (acquisition === undefined) return
    acquisition.isClosed = true
    this.#byNumber.delete(descriptor as number)
  }
}
