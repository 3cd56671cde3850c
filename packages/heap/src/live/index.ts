export { HeapDiff, type HeapDiffOptions } from './heap-diff.js'
