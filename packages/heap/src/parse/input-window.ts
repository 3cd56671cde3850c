import type { Arena } from './arena.js'
import { MAX_CARRIED } from './string-section.js'

/** Readable bytes that the kernels want on both sides of what they scan. */
const SLACK_BYTES = 64
const LEAD_BYTES = MAX_CARRIED + SLACK_BYTES

/** A stretch of input in the kernel's memory, with room before it for what the last one left over. */
export class InputWindow {
  readonly bytes: Uint8Array
  /** Where new input goes. */
  readonly room: Uint8Array
  static readonly lead = LEAD_BYTES
  static readonly slack = SLACK_BYTES

  constructor(arena: Arena, length: number) {
    this.bytes = arena.uint8(LEAD_BYTES + length + SLACK_BYTES)
    this.room = this.bytes.subarray(LEAD_BYTES, LEAD_BYTES + length)
  }

  static bytesFor(length: number): number {
    return LEAD_BYTES + length + SLACK_BYTES
  }
}
