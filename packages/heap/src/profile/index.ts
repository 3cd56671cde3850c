export { GenerationTracker } from './generation-tracker.js'
export type { Generations, SiteGenerations } from './generations.js'
export { fileOfUrl, type HeapFrame, isCodeFrame } from './heap-frame.js'
export { readHeapProfile } from './read-heap-profile.js'
