// What the loops over the graph have in common. They are twins of src/graph/javascript, line by line; what the arrays
// mean is written in src/graph. Here all of them are pointers, and numbers are the array's entries.

export const INTERNAL: u32 = 3
// Shortcut and weak: the two kinds of edges that hold nothing.
export const SHORTCUT: u32 = 5
export const WEAK: u32 = 6
export const KIND_BITS: u32 = 31
export const ARRAY: u32 = 1
export const OBJECT: u32 = 3
export const NATIVE: u32 = 8

// Where memory is read in no order, a loop that reads a few steps ahead what it will need waits less: what it read is
// thrown away, here, because the compiler would otherwise leave it out. Nobody's array begins below 16,384.
export const AHEAD: u32 = 12
export const NOWHERE: usize = 0

export function at(array: usize, index: u32): u32 {
  return load<u32>(array + ((<usize>index) << 2))
}

export function put(array: usize, index: u32, value: u32): void {
  store<u32>(array + ((<usize>index) << 2), value)
}
