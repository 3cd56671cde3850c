import { pathOf } from './file-path.js'

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

/** Path of a source, named relative to its map or to the map's root, absolutely, or by a bundler's own scheme. */
export function sourcePathOf(root: string | undefined, source: string, folder: string): string {
  if (isAbsolute(source)) return pathOf(source)
  const prefix = root === undefined || root === '' ? '' : `${root.replace(/\/$/, '')}/`
  const rooted = `${prefix}${source}`
  if (isAbsolute(rooted)) return pathOf(rooted)
  const segments: string[] = []
  for (const segment of `${folder}/${rooted}`.split(/[\\/]/)) {
    if (segment === '..') segments.pop()
    else if (segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}

const isAbsolute = (source: string): boolean => /^(?:[a-z][a-z0-9+.-]+:\/\/|\/|[a-z]:[\\/])/i.test(source)
