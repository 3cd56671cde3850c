/** A program, and what it is measured against. */
const AGAINST = {
  'bare again': 'bare',
  'empty middleware': 'bare',
  'scope unused': 'bare',
  'three resources': 'bare',
  'three by hand': 'bare',
  'awaiting again': 'awaiting',
  'AsyncLocalStorage alone': 'awaiting',
  observe: 'awaiting',
}
const ALWAYS = ['bare', 'bare again', 'awaiting', 'awaiting again']

/** Programs with their bases and controls, narrowed to those that were asked for. */
export function chosenPrograms(only) {
  const wanted = only?.flatMap((item) => item.split(','))
  const isWanted = (name) => wanted === undefined || wanted.includes(name)
  const pairs = Object.entries(AGAINST)
  const bases = new Set(pairs.filter(([name]) => isWanted(name)).map(([, base]) => base))
  return pairs
    .filter(([name, base]) => bases.has(base) && (ALWAYS.includes(name) || isWanted(name)))
    .map(([name, base]) => ({ name, base, isControl: ALWAYS.includes(name) }))
}
