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

export async function measureLive({ node, quick, rounds }) {
  const count = rounds ?? (quick ? 3 : ROUNDS)
  const command = [APP, String(MEGABYTES), String(count)]
  const { stdout } = await promisify(execFile)(node, command, { maxBuffer: 2 ** 26 })
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const ms = (name) => told.map((round) => round[name].mainMs)
  const ratios = (name) => told.map((round) => round[name].mainMs / round.v8.mainMs)
  const nodes = told.at(-1).summary.nodes
  printTable(
    [`live, ${MEGABYTES} MB in ${nodes} objects`, 'main thread, ms', "of V8's own"],
    Object.entries(NAMES).map(([name, text]) => [text, spread(ms(name), 0), spread(ratios(name))]),
  )
  console.log('')
  const targets = ['summary', 'difference', 'clusters'].map((name) => {
    const found = ratios(name)
    const text = `live: ${NAMES[name]} at most 10 % of the main thread beyond V8's own pause`
    return judge(text, median(found) <= 1.1, `${spread(found)}, control ${spread(ratios('control'))}`)
  })
  return { live: told, targets }
}
