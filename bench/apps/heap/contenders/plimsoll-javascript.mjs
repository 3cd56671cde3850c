// The kernel for where WebAssembly is not to be had.
import { analyzeWith, parseWith } from './plimsoll.mjs'

export const analyze = (file) => analyzeWith(file, { kernel: 'javascript' })
export const parse = (file) => parseWith(file, { kernel: 'javascript' })
