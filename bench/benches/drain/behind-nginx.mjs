// POSTs through nginx, which may not repeat them, while its two upstreams restart in turn.
import { startNginx } from '../../measure/nginx.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { postOrders } from './orders.mjs'
import { startContender } from './start-contender.mjs'

export const contenders = ['close', 'terminus', 'http-graceful-shutdown', 'http-terminator', 'plimsoll']

/** Supervisors wait before they kill: `docker stop` for so long. */
const PATIENCE_MS = 10_000

export async function run({ names, node, quick, rounds: asked }) {
  const [total, usual] = quick ? [2000, 2] : [10_000, 10]
  const rounds = asked ?? usual
  console.log(`nginx: ${total} POSTs on kept connections, both upstreams restarted in turn ${rounds} times`)
  const found = []
  for (const name of names) found.push({ name, ...(await behindNginx({ name, node, total, rounds })) })
  console.log('')
  printTable(
    ['variant', 'sent', 'failed', 'by nginx: reset', 'closed early', 'seconds per restart', 'exit codes'],
    found.map(({ name, sent, failures, problems, seconds, codes }) => [
      name,
      sent,
      failures,
      problems.reset,
      problems.closedEarly,
      seconds.toFixed(1),
      codes.join(', '),
    ]),
  )
  const ours = found.find(({ name }) => name === 'plimsoll')
  const targets = ours
    ? [
        judge(
          'behind nginx: nothing failed, nothing reset',
          ours.failures + ours.problems.reset + ours.problems.closedEarly === 0,
          `${ours.failures} of ${ours.sent} failed, ${ours.problems.reset} reset`,
        ),
      ]
    : []
  return { found, targets }
}

async function behindNginx({ name, node, total, rounds }) {
  const apps = [await startContender({ name, node }), await startContender({ name, node })]
  const ports = apps.map(({ port }) => port)
  const nginx = await startNginx(ports)
  let over = false
  const ends = []
  try {
    const load = postOrders({ port: nginx.port, total, atOnce: 16, pauseMs: 40, over: () => over })
    for (let round = 0; round < rounds; round++) {
      for (const at of apps.keys()) {
        ends.push(await apps[at].end(PATIENCE_MS))
        apps[at] = await startContender({ name, node, port: ports[at] })
      }
    }
    over = true
    const { sent, answered, failed } = await load
    const seconds = ends.reduce((sum, end) => sum + end.seconds, 0) / ends.length
    const codes = [...new Set(ends.map(({ code, hung }) => (hung ? 'killed' : code)))]
    return { sent, failures: sent - answered, failed, problems: nginx.problems(), seconds, codes }
  } finally {
    over = true
    await nginx.stop()
    for (const app of apps) await app.stop()
  }
}
