const LONGEST = 80

/** The path of a URL as it may be logged: without its query, on one line, and not for ever. */
export function safePath(url: string | undefined): string {
  const path = (url ?? '').split('?', 1)[0] || '/'
  const plain = path.replace(/[^\x21-\x7e]/g, '?')
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}
