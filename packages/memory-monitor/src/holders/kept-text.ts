/** How much of a path a person reads in one line. */
const MOST_STEPS = 4
const WHAT = / \{[^{}]*\}$/

/**
 * The end of a retainer path in a few words: `draining (/app/report.js)`. Its first step is the file, or a function in
 * one; the last ones say only that there are many.
 */
export function keptText(retainerPath: readonly string[]): string {
  const [start = '', ...steps] = retainerPath
  const file = start.replace(/^.* in (?=.*[\\/])/, '')
  const by = steps.map((step) => step.replace(WHAT, '').replace(/^variable /, ''))
  const named = by.slice(0, by.findLastIndex((step) => !/^(?:\[.?\]|\.next…?| \(.*\))$/.test(step)) + 1)
  const name = named.slice(0, MOST_STEPS).join('')
  return name === '' ? start : `${name.replace(/^\./, '')} (${file})`
}
