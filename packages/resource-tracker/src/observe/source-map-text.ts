const COMMENT = /^[ \t]*\/\/[#@][ \t]*sourceMappingURL=([^\s'"]+)[ \t]*$/gm
const DATA = /^data:application\/json[^,]*?(;base64)?,/

/** The address of its source map, as the end of a file tells it. */
export function mapUrlOf(source: string): string | undefined {
  return [...source.matchAll(COMMENT)].at(-1)?.[1]
}

/** The map itself, when the address holds it. */
export function mapTextOf(url: string): string | undefined {
  const [prefix, base64] = DATA.exec(url) ?? []
  if (prefix === undefined) return undefined
  const data = url.slice(prefix.length)
  return base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString('utf8')
}

/** Path of a source, named relative to its map, absolutely, or by a bundler's own scheme. */
export function sourcePathOf(source: string, folder: string): string {
  if (source.startsWith('file://')) return decodeURIComponent(new URL(source).pathname)
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source) || source.startsWith('/')) return source
  const segments: string[] = []
  for (const segment of `${folder}/${source}`.split(/[\\/]/)) {
    if (segment === '..') segments.pop()
    else if (segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}
