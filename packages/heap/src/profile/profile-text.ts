import { malformed } from './profile-fields.js'

/** What a text or its bytes hold; anything else is taken for a profile already. */
export function parseProfileText(source: unknown, maxBytes: number): unknown {
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) return source
  if (source.length > maxBytes) {
    throw malformed(`Expected a profile of at most ${maxBytes} bytes, got ${source.length}`)
  }
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformed('Expected a sampling heap profile as JSON', cause)
  }
}
