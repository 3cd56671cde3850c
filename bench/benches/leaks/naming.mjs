// Whether a report's suspects name what the case says is to blame.
const FIELDS = ['functionName', 'file', 'package', 'constructorName', 'stack', 'retainerPath', 'resourceType']

/**
 * @returns `first` when the first suspect says it, `listed` when another does, `weak` when one says what is half
 *   right, and `no`
 */
export function naming(reports, { name, culprit }) {
  const rank = (suspects, words) => suspects.findIndex((suspect) => says(suspect, words, name))
  const lists = reports.map(({ suspects }) => suspects ?? [])
  if (lists.some((suspects) => rank(suspects, culprit.accept) === 0)) return 'first'
  if (lists.some((suspects) => rank(suspects, culprit.accept) > 0)) return 'listed'
  if (lists.some((suspects) => rank(suspects, culprit.acceptWeak ?? []) >= 0)) return 'weak'
  return 'no'
}

function says(suspect, words, caseName) {
  const text = FIELDS.flatMap((field) => suspect[field] ?? [])
    .join('\n')
    .replaceAll(caseName, '') // the folder of the case is called after its leak
  return words.some((word) => text.includes(word))
}

/** A suspect in a few words: the function and where it is, or else what it is made of. */
export function describeSuspect(suspect) {
  if (!suspect) return '-'
  const place = suspect.file?.split('/').slice(-2).join('/')
  const code = [suspect.functionName, place && `${place}:${suspect.line ?? '?'}`].filter(Boolean).join(' ')
  return code || suspect.constructorName || suspect.resourceType || suspect.package || '?'
}
