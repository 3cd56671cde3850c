import type { SourceFile } from '../source/source-file.js'

const PROBE_BYTES = 16_384
const QUOTE = 34
/** What can stand before a section's key: the end of an array of numbers. */
const BOUNDARY = /^[\d\s,-]*\]\s*,\s*"(?=[a-z_]{1,64}"\s*:)/

/**
 * Finds a place from which the sections of a file can be read to its strings, without reading the edges: arrays of
 * numbers have no quotes, strings do. Returns the offset of the comma before a key, or -1 when what is found is no
 * boundary between sections: then the file has to be read from where it was left.
 */
export function findBoundary(file: SourceFile, from: number): number {
  const probe = new Uint8Array(PROBE_BYTES)
  const quoteAt = (block: number): number => {
    const read = file.readNow(probe, from + block * PROBE_BYTES)
    return probe.subarray(0, read).indexOf(QUOTE)
  }
  let low = 0
  let high = Math.floor((file.sizeBytes - from) / PROBE_BYTES)
  if (high < 2 || quoteAt(high - 1) < 0) return -1
  // Between a block without a quote and one with: the end of the edges, or of the locations behind them.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (quoteAt(middle) < 0) low = middle + 1
    else high = middle
  }
  return boundaryNear(file, from + low * PROBE_BYTES)
}

/** The bracket may stand at the end of the block before, and the key may go on in the next. */
function boundaryNear(file: SourceFile, block: number): number {
  const bytes = new Uint8Array(2 * PROBE_BYTES)
  const start = block - 64
  const text = Buffer.from(bytes.buffer, 0, file.readNow(bytes, start)).toString('latin1')
  const boundary = BOUNDARY.exec(text)
  if (boundary === null) return -1
  return start + text.indexOf(']') + 1
}
