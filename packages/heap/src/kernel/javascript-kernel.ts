import { JavaScriptArena } from './javascript-arena.js'
import { rankPairs } from './javascript-ephemerons.js'
import { integers } from './javascript-integers.js'
import { edgeRows, nodeRows } from './javascript-rows.js'
import { strings } from './javascript-strings.js'
import type { Kernel } from './kernel.js'
import { ASIDE_CAPACITY, newStatus, type ParseKernel } from './parse-kernel.js'

/** For where there is no WebAssembly, for what is beyond its 4 GB, and to check it against. */
export function createJavaScriptKernel(): Kernel {
  const status = newStatus()
  const asideAt = new Uint32Array(ASIDE_CAPACITY)
  const asideValues = new Float64Array(ASIDE_CAPACITY)
  const parse: ParseKernel = {
    status,
    asideAt,
    asideValues,
    integers: (input, from, to, out, count) =>
      integers(input, from, to, out, count, status, asideAt, asideValues),
    nodeRows: (rows, rowCount, target) => {
      status.badRow = nodeRows(rows, rowCount, target)
    },
    edgeRows: (rows, rowCount, target) => {
      status.badRow = edgeRows(rows, rowCount, target)
    },
    strings: (input, from, to, out, pairs, first, every) =>
      strings(input, from, to, out, pairs, first, every, status),
    rankPairs,
  }
  return { name: 'javascript', arena: new JavaScriptArena(), parse, exports: undefined }
}
