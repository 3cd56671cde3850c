import { devToolsBundle } from '../../../../test/oracle/devtools/bundle.mjs'
import { openInDevTools } from '../../../../test/oracle/devtools/open.mjs'
import { foundByFrontEnd, namedDifferences } from './front-end-results.mjs'

console.warn = () => {} // lists of unreachable nodes
const devTools = await import(await devToolsBundle())

export const analyze = async (file) => foundByFrontEnd(await openInDevTools(devTools, file))

/** As the comparison view does it: the first snapshot is let go of before the second is loaded. */
export async function diff(before, after) {
  const base = await aggregatesOf(before)
  const snapshot = await openInDevTools(devTools, after)
  return namedDifferences(snapshot.calculateSnapshotDiff(1, base))
}

async function aggregatesOf(file) {
  const snapshot = await openInDevTools(devTools, file)
  return snapshot.aggregatesForDiff(snapshot.interfaceDefinitions())
}
