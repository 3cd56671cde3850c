// What a snapshot that is read while V8 writes it takes of the main thread, beyond V8's own pause.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median, spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'

const APP = fileURLToPath(new URL('../../apps/heap/live.mjs', import.meta.url))
const MEGABYTES = 30
const ROUNDS = 12

const NAMES = {
  v8: "V8's own, text thrown away",
  control: 'the same again (control)',
  summary: 'HeapDiff.start()',
  difference: 'HeapDiff.end()',
  clusters: 'HeapDiff.end({ clusters: true })',
}

/** V8's own was taken twice in each round. */
const own = ({ v8, control }) => (v8.mainMs + control.mainMs) / 2

/** Half a second of V8's moves by more than all that we add, so that is measured by itself. */
const added = ({ sent, unsent }) => sent.mainMs - unsent.mainMs

export async function measureLive({ node, quick, rounds }) {
  const count = rounds ?? (quick ? 3 : ROUNDS)
  const command = [APP, String(MEGABYTES), String(count)]
  const { stdout } = await promisify(execFile)(node, command, { maxBuffer: 2 ** 26 })
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { nodes } = told.at(-1).summary
  const shares = told.map((round) => added(round) / own(round))
  printTable(
    [`live, ${MEGABYTES} MB in ${nodes} objects`, 'main thread, ms', "of V8's own"],
    [
      ...Object.entries(NAMES).map(([name, text]) => {
        const ms = told.map((round) => round[name].mainMs)
        return [text, spread(ms, 0), spread(told.map((round) => round[name].mainMs / own(round)))]
      }),
      ['what HeapDiff adds, by itself', spread(told.map(added), 0), spread(shares, 3)],
    ],
  )
  console.log('')
  const target = "live: at most 10 % of the main thread beyond V8's own pause"
  return { live: told, targets: [judge(target, median(shares) <= 0.1, spread(shares, 3))] }
}
