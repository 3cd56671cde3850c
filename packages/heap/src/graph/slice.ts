/**
 * How much of a pass is done between two yields: some milliseconds. WebAssembly also asks for short calls, because a
 * loop that runs is never exchanged for the better one that the compiler has made in the meantime.
 */
export const SLICE = 65_536
