import { packageOf } from '@plimsoll/core'
import type { HeapCluster } from '@plimsoll/heap'
import type { IsOurs } from '../naming/rank-sites.js'
import type { Suspect } from '../report/leak-report.js'

/** What got more and more objects between two snapshots, and what hangs on it. */
export interface Holder {
  readonly suspect: Suspect
  /** File of the code that holds it. */
  readonly file: string | undefined
  readonly count: number
  /** Whether it holds most of what came to the application, and much of all that came. */
  readonly isMain: boolean
}

/** Requests in flight are Node's, and come and go: what else came is mostly what leaks. */
const MOST_OF_APPLICATION = 0.5
const MUCH_OF_ALL = 0.2

/** One that was replaced meanwhile is no growth; so many are. */
const LEAST_OBJECTS = 4
/** Of all that is new, what is worth a word. */
const LEAST_SHARE = 0.05
const MOST_HOLDERS = 4
const ENGINE = '(V8)'
/** A property by a name that is no word of code is told by no name: it may be somebody's data. */
const DATA_NAME = /\["(?!<symbol )(?:[^"\\]|\\.)*"\]/g

/** Those of the application and its packages, by the bytes that came to hang on them. */
export function holdersOf(clusters: readonly HeapCluster[], isOurs: IsOurs): Holder[] {
  const grown = clusters.filter((cluster) => cluster.name !== ENGINE && !isOfOurs(cluster, isOurs))
  const all = grown.reduce((sum, { bytes }) => sum + bytes, 0)
  const own = grown.filter(({ owner }) => owner === 'application')
  const most = MOST_OF_APPLICATION * own.reduce((sum, { bytes }) => sum + bytes, 0)
  return own
    .filter(({ count, bytes }) => count >= LEAST_OBJECTS && bytes > 0)
    .map((cluster) => {
      const { bytes } = cluster
      return holderOf(cluster, bytes / all, bytes >= most && bytes >= MUCH_OF_ALL * all)
    })
    .filter(({ suspect }) => suspect.share >= LEAST_SHARE)
    .sort((one, other) => other.suspect.share - one.suspect.share)
    .slice(0, MOST_HOLDERS)
}

function holderOf(cluster: HeapCluster, share: number, isMain: boolean): Holder {
  const { count, bytes, name, site, growthPoint, path } = cluster
  const known = site === undefined || site.file.startsWith('node:') ? undefined : site
  const file = known?.file ?? growthPoint.file
  const installed = file === undefined ? undefined : packageOf(file)
  const { line, column } = known ?? {}
  return {
    suspect: {
      ...(known !== undefined && { functionName: known.functionName }),
      ...(file !== undefined && { file }),
      ...(line !== undefined && column !== undefined && { line, column }),
      ...(installed !== undefined && { package: installed }),
      constructorName: name,
      bytes,
      count,
      share,
      stack: [],
      retainerPath: path.map((step) => step.replace(DATA_NAME, '[*]')),
    },
    file: growthPoint.file,
    count,
    isMain,
  }
}

function isOfOurs({ growthPoint, site, path }: HeapCluster, isOurs: IsOurs): boolean {
  const files = [growthPoint.file, site?.file, path[0]?.replace(/^.* in /, '')]
  return files.some((file) => file !== undefined && isOurs(file))
}
