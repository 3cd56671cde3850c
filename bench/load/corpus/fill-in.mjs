// What a case's load description leaves open: numbers in paths, and bodies of a given size.
const BOUNDARY = 'corpusBoundary42'

export function seeded(seed) {
  let state = (Math.imul(seed, 2_654_435_761) + 12_345) >>> 0
  return () => {
    state = (state ^ (state << 13)) >>> 0
    state ^= state >>> 17
    state = (state ^ (state << 5)) >>> 0
    return state / 2 ** 32
  }
}

/** `{i}` is the request's number, `{mod:N}` its remainder, `{rnd:N}` a number below N that it always gets. */
export const fillIn = (template, i) =>
  template
    .replaceAll('{i}', i)
    .replace(/\{mod:(\d+)\}/g, (_, n) => i % Number(n))
    .replace(/\{rnd:(\d+)\}/g, (_, n) => Math.floor(seeded(i + 1)() * Number(n)))

/** @returns `{ type, bytes }`, or undefined for a step without a body */
export function bodyOf({ bodyType, bodyBytes = 0 }, i) {
  if (!bodyType) return undefined
  const head = `#${i}:`
  const filler = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const text = head + filler.repeat(Math.ceil(bodyBytes / 36)).slice(0, Math.max(0, bodyBytes - head.length))
  switch (bodyType) {
    case 'json':
      return { type: 'application/json', bytes: Buffer.from(JSON.stringify({ id: i, pad: text })) }
    case 'text':
      return { type: 'text/plain', bytes: Buffer.from(text) }
    case 'octet':
      return { type: 'application/octet-stream', bytes: Buffer.from(text) }
    case 'multipart':
      return { type: `multipart/form-data; boundary=${BOUNDARY}`, bytes: multipart(text, i) }
    default:
      throw new Error(`a body of type ${bodyType} is not known`)
  }
}

function multipart(content, i) {
  const field = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\nt${i}\r\n`
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f${i}.bin"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n`
  return Buffer.from(`${field}${file}--${BOUNDARY}--\r\n`)
}
