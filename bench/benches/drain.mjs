// What a restart costs those who are being served: through a proxy, on HTTP/2, in a cluster, in a fleet, and when
// something never ends.
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { nodeOfMajor } from '../measure/node-binary.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { CannotRun } from '../report/cannot-run.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { busy, nginx } from './drain/behind-nginx.mjs'
import * as fleet from './drain/fleet.mjs'
import * as http2 from './drain/http2-in-flight.mjs'
import * as hanging from './drain/never-ending.mjs'
import * as cluster from './drain/rolling-cluster.mjs'

/** Each has `run({ names, node, quick, rounds })`, and `contenders` where it compares. */
const ROWS = { nginx, busy, http2, hanging, cluster, fleet }

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      node: { type: 'string' },
      only: { type: 'string', multiple: true },
      'peers-only': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      row: { type: 'string', multiple: true },
    },
  })
  const rows = values.row?.flatMap((each) => each.split(',')) ?? Object.keys(ROWS)
  const unknown = rows.find((each) => ROWS[each] === undefined)
  if (unknown) throw new CannotRun(`--row ${unknown}: expected some of ${Object.keys(ROWS).join(', ')}`)
  const node = await nodeOfMajor(values.node)
  ensurePeers()
  requireOurs(['@plimsoll/lifecycle'])
  printMachine(`drain: ${rows.join(', ')}${values.node ? ` on Node ${values.node}` : ''}`)
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)

  const compared = [...new Set(rows.flatMap((row) => ROWS[row].contenders ?? []))]
  const wanted = choose(compared, values)

  const found = {}
  const targets = []
  for (const row of rows) {
    const names = ROWS[row].contenders?.filter((name) => wanted.includes(name))
    const result = await ROWS[row].run({ names, node, quick: values.quick, rounds })
    found[row] = result.found
    targets.push(...result.targets)
    console.log('')
  }
  return { found, targets }
}
