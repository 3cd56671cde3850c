// POSTs through nginx, which may not repeat them, while its two upstreams restart in turn.
import { startNginx } from '../../measure/nginx.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { postOrders } from './orders.mjs'
import { startContender } from './start-contender.mjs'

const contenders = ['close', 'terminus', 'http-graceful-shutdown', 'http-terminator', 'plimsoll']

/** Supervisors wait before they kill: `docker stop` for so long. */
const PATIENCE_MS = 10_000

/** A row for a load of POSTs on kept connections; `quick` and `full` are how many, and how often each restarts. */
export function behindNginx({ title, path, atOnce, pauseMs, quick, full, target }) {
  async function run({ names, node, quick: isQuick, rounds: asked }) {
    const [total, usual] = isQuick ? quick : full
    const rounds = asked ?? usual
    console.log(
      `${title}: ${total} POSTs on kept connections, both upstreams restarted in turn ${rounds} times`,
    )
    const found = []
    for (const name of names) {
      found.push({ name, ...(await restarted({ name, node, rounds, path, total, atOnce, pauseMs })) })
    }
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
            target,
            ours.failures + ours.problems.reset + ours.problems.closedEarly === 0,
            `${ours.failures} of ${ours.sent} failed, ${ours.problems.reset} reset`,
          ),
        ]
      : []
    return { found, targets }
  }
  return { contenders, run }
}

/** Each order is thought about; the processes have time. */
export const nginx = behindNginx({
  title: 'nginx',
  path: '/orders',
  atOnce: 16,
  pauseMs: 40,
  quick: [2000, 2],
  full: [10_000, 10],
  target: 'behind nginx: nothing failed, nothing reset',
})

/** Each order takes a millisecond of CPU, and the next one is there already. */
export const busy = behindNginx({
  title: 'busy',
  path: '/busy',
  atOnce: 32,
  pauseMs: 0,
  quick: [2000, 2],
  full: [10_000, 5],
  target: 'busy behind nginx: nothing failed, nothing reset',
})

async function restarted({ name, node, rounds, ...load }) {
  const apps = [await startContender({ name, node }), await startContender({ name, node })]
  const ports = apps.map(({ port }) => port)
  const proxy = await startNginx(ports)
  let over = false
  const ends = []
  try {
    const posting = postOrders({ port: proxy.port, ...load, over: () => over })
    for (let round = 0; round < rounds; round++) {
      for (const at of apps.keys()) {
        ends.push(await apps[at].end(PATIENCE_MS))
        apps[at] = await startContender({ name, node, port: ports[at] })
      }
    }
    over = true
    const { sent, answered, failed } = await posting
    const seconds = ends.reduce((sum, end) => sum + end.seconds, 0) / ends.length
    const codes = [...new Set(ends.map(({ code, hung }) => (hung ? 'killed' : code)))]
    return { sent, failures: sent - answered, failed, problems: proxy.problems(), seconds, codes }
  } finally {
    over = true
    await proxy.stop()
    for (const app of apps) await app.stop()
  }
}
