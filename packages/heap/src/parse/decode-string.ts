import { Buffer } from 'node:buffer'

const BACKSLASH = 92
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gs
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The text of a JSON string, given the bytes between its quotes; what is no UTF-8 becomes U+FFFD. */
export function decodeString(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const text = buffer.toString('utf8')
  if (!buffer.includes(BACKSLASH)) return text
  return text.replace(ESCAPE, (_, unit: string | undefined, character: string) =>
    unit === undefined ? (SHORT[character] ?? character) : String.fromCharCode(Number.parseInt(unit, 16)),
  )
}
