import type { Advice, RuntimeFacts } from './advisor.js'
import { bytesText } from './figures.js'

const MIB = 1_048_576
/** Below it a number of MiB was written where bytes are meant. */
const LOOKS_LIKE_MIB = 65_536

/** Says when a cap on resident memory is exceeded before anything has been served. */
export function limitAdvice({
  limitBytes,
  rssBytes,
}: Pick<RuntimeFacts, 'limitBytes' | 'rssBytes'>): Advice[] {
  if (limitBytes === undefined || rssBytes === undefined || rssBytes < limitBytes) return []
  const meant =
    limitBytes < LOOKS_LIKE_MIB && Number.isInteger(limitBytes)
      ? ` It counts bytes: ${limitBytes} MiB are ${limitBytes * MIB}.`
      : ''
  return [
    {
      code: 'limit-below-use',
      message:
        `\`samplerOptions.limitBytes\` is ${bytesText(limitBytes)}, and the process takes ${bytesText(rssBytes)} ` +
        `already: everything is turned away.${meant}`,
    },
  ]
}
