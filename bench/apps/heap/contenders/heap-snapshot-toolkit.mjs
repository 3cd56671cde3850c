import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { foundByFrontEnd, namedDifferences } from './front-end-results.mjs'

console.warn = () => {} // lists of unreachable nodes
const require = createRequire(new URL('../../../peers/heap/package.json', import.meta.url))
const toolkit = await import(pathToFileURL(require.resolve('heap-snapshot-toolkit')))

const open = (file) => createReadStream(file, 'utf-8')

export const analyze = async (file) => foundByFrontEnd(await toolkit.parse(open(file)))

export async function diff(before, after) {
  for await (const { type, result } of toolkit.diffFromStreams(open(before), open(after))) {
    if (type === 'diff') return namedDifferences(result)
  }
}
