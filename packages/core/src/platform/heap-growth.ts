import { setFlagsFromString } from 'node:v8'
import { isMainThread } from 'node:worker_threads'
import type { HeapGrowth } from '../gc-source.js'

/** V8 starts a collection when the heap has grown by so much since the last one; by itself up to 300 %. */
const TIGHT_PERCENT = 20

let tight = false

/**
 * Makes V8 collect earlier, and still concurrently, while memory is short.
 *
 * V8 sizes the garbage it allows by its own heap limit, which in a small container lies above the
 * container's. Measured with 30 requests of 3.5 MB in flight: peak 20 to 35 % lower on Node 24 and 26 for 17 %
 * more CPU, and no pause of our making. Takes effect with the next major collection. The flag is the
 * process's, so it is taken back as soon as there is room.
 */
export function heapGrowth(): HeapGrowth {
  return {
    get tight() {
      return tight
    },
    set tight(wanted) {
      if (wanted === tight || !isMainThread) return
      tight = wanted
      setFlagsFromString(`--heap-growing-percent=${wanted ? TIGHT_PERCENT : 0}`)
    },
  }
}
