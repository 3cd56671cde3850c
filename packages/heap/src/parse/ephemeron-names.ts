/**
 * Which strings name an edge of an ephemeron, an entry of a WeakMap.
 *
 * V8 writes each entry twice, as an internal edge of the table and of the key, both under one name of the form
 * `N / part of key (…) -> value (…) pair in WeakMap (table @id)`. An edge of that name that starts at the node
 * with the table's id is the table's side.
 */
export interface EphemeronNames {
  readonly count: number
  /** One bit a string, 32 a word; strings beyond the last word name no edge. */
  readonly bits: Uint32Array
  /** How many bits are set before each word. */
  readonly ranks: Uint32Array
  /** Id of the table of each string whose bit is set, in the order of the strings. */
  readonly tables: Uint32Array
}
