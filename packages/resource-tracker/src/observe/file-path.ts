/** An address of a file as its path; the schemes of bundlers stay as they are. */
export function pathOf(source: string): string {
  if (!source.startsWith('file://')) return source
  try {
    const path = decodeURIComponent(new URL(source).pathname)
    return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path
  } catch {
    return source
  }
}
