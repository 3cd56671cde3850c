import { fileURLToPath } from 'node:url'
import { devToolsBundle } from '../../../test/oracle/devtools/bundle.mjs'
import { runAndAccount } from '../../measure/child-usage.mjs'
import { ensureHeapPeers } from '../../peers/install.mjs'

const CONTEND = fileURLToPath(new URL('../../apps/heap/contend.mjs', import.meta.url))
/** The big files need more than Node gives a heap by default; ours gets what everybody gets. */
const PEER_FLAGS = ['--max-old-space-size=16000']

/** By the names in the tables: module, and whether it is ours. `again` is the control. */
const MODULES = {
  plimsoll: 'plimsoll',
  'plimsoll again': 'plimsoll',
  'plimsoll javascript': 'plimsoll-javascript',
  memlab: 'memlab',
  'DevTools front end': 'devtools',
  'heap-snapshot-toolkit': 'heap-snapshot-toolkit',
  'v8-heap-parser': 'v8-heap-parser',
  'JSON.parse': 'json-parse',
}
const FLOOR = 'floors'

export const CONTENDERS = Object.keys(MODULES)

/** Everything that is not there yet is fetched before anything is measured. */
export async function prepareContenders(names) {
  if (names.some((name) => ['memlab', 'heap-snapshot-toolkit', 'v8-heap-parser'].includes(name)))
    ensureHeapPeers()
  if (names.includes('DevTools front end')) await devToolsBundle()
}

/**
 * One task of one contender in a process of its own.
 * @param name of a contender, or of a floor where there is no such contender
 * @returns CPU of the whole process in seconds, CPU of the work alone, time, peak memory, what it found
 */
export async function contend({ name, task, files, node }) {
  const module = MODULES[name] ?? FLOOR
  const flags = module.startsWith('plimsoll') || module === FLOOR ? [] : PEER_FLAGS
  const { code, stdout, stderr, cpuSeconds, seconds } = await runAndAccount(node, [
    ...flags,
    CONTEND,
    module,
    task,
    ...files,
  ])
  const last = stdout.trimEnd().split('\n').at(-1)
  if (code !== 0 || !last.startsWith('{')) {
    return { name, cpuSeconds, seconds, failed: reasonOf(stderr) ?? `ended with ${code}` }
  }
  const { found, workCpuMs, workMs, peakRssMb } = JSON.parse(last)
  return { name, cpuSeconds, seconds, workCpuMs, workMs, peakRssMb, found, failed: found.failed }
}

const reasonOf = (stderr) => /^.*(?:Error|FATAL ERROR|panicked).*$/m.exec(stderr)?.[0].trim().slice(0, 120)
