/** What node-memwatch calls the classes that V8 has no constructor for. */
const WORDS = new Map([
  ['(array)', 'Array'],
  ['(string)', 'String'],
  ['(concatenated string)', 'String'],
  ['(sliced string)', 'String'],
  ['(compiled code)', 'Code'],
  ['Function', 'Closure'],
  ['(number)', 'Number'],
  ['(bigint)', 'BigInt'],
  ['(symbol)', 'Symbol'],
])

/** V8's own, of which node-memwatch says nothing. */
const HIDDEN = /^\((?:system|object shape|synthetic|hidden)\)$/

/** The word for a class; `undefined` for those that are left out. */
export function classWord(name: string): string | undefined {
  return HIDDEN.test(name) ? undefined : (WORDS.get(name) ?? name)
}
