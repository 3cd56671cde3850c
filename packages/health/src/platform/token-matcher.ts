import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Returns a test for the given tokens.
 *
 * Digests are compared, not texts: they have one length, so neither the time taken nor an early return tells
 * how much of a guess was right. Every token is looked at, whichever matches.
 */
export function tokenMatcher(tokens: readonly string[]): (candidate: string) => boolean {
  const digests = tokens.map(digest)
  return (candidate) => {
    const given = digest(candidate)
    return digests.reduce((matches, expected) => timingSafeEqual(given, expected) || matches, false)
  }
}
