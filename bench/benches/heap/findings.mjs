import { judge } from '../../report/target.mjs'
import { succeeded } from './rounds.mjs'
import { PLANTED, TURNED_OVER } from './snapshots.mjs'

/** Whether what the pair differs by is found, counted to the object, and its place named. */
export function judgeFindings(diffs, clusters) {
  const targets = []
  for (const name of diffs.keys()) {
    if (name.endsWith('again') || !succeeded(diffs, name)) continue
    const { Leaky: leaky, Session: session } = diffs.get(name)[0].found.classes
    const isRight =
      leaky?.count === PLANTED &&
      leaky.added === PLANTED &&
      session?.added === TURNED_OVER &&
      session.removed === TURNED_OVER
    const text = `${name}: ${PLANTED} leaked objects and ${TURNED_OVER} replaced ones, counted exactly by constructor`
    targets.push(judge(text, isRight, JSON.stringify({ leaky, session })))
  }
  if (succeeded(clusters, 'plimsoll')) {
    const [first] = clusters.get('plimsoll')[0].found.clusters
    const isRight = first?.count === PLANTED && /\bforgotten\b/.test(JSON.stringify(first.growthPoint))
    const text = `plimsoll: ${PLANTED} leaked objects are the first cluster, counted exactly, its growth point named`
    targets.push(judge(text, isRight, JSON.stringify(first)))
  }
  if (succeeded(clusters, 'memlab')) {
    const found = JSON.stringify(clusters.get('memlab')[0].found)
    console.log(
      `memlab find-leaks with its defaults ${found.includes('Leaky') ? 'finds' : 'misses'} the leaked objects`,
    )
  }
  return targets
}
