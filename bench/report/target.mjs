/** Prints one line per target and returns it for the JSON file. */
export function judge(name, reached, found) {
  console.log(`target  ${name}: ${reached ? 'reached' : 'not reached'} (${found})`)
  return { target: name, reached, found }
}
