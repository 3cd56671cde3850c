// What never ends by itself: a hook that hangs, a client that sends a byte a second, one that reads nothing.
import { connect } from 'node:net'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { startContender } from './start-contender.mjs'

export const contenders = ['close', 'terminus', 'http-graceful-shutdown', 'http-terminator', 'plimsoll']

const TIMEOUT_MS = 5000
/** After that nobody waits any longer: it hangs. */
const PATIENCE_MS = 3 * TIMEOUT_MS

const get = (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`

const OBSTACLES = {
  'hanging hook': { hook: 'hangs', told: /database/ },
  slowloris: {
    told: /arriving/,
    hinder(port) {
      const socket = connect(port, '127.0.0.1')
      socket.write(`${get('/orders')}X-Slow: `)
      const drip = setInterval(() => socket.write('x'), 1000)
      return { socket, stop: () => clearInterval(drip) }
    },
  },
  'client that never reads': {
    told: /\/big/,
    hinder(port) {
      const socket = connect(port, '127.0.0.1')
      socket.pause()
      socket.write(`${get('/big')}\r\n`)
      return { socket, stop() {} }
    },
  },
}

export async function run({ names, node }) {
  console.log(`hanging: SIGTERM with something in the way, ${TIMEOUT_MS / 1000} s allowed`)
  const found = []
  for (const name of names) {
    for (const [obstacle, setup] of Object.entries(OBSTACLES)) {
      // There is no hook in it that could hang.
      if (setup.hook && name === 'close') continue
      found.push({ name, obstacle, ...(await once({ name, node, ...setup })) })
    }
  }
  console.log('')
  printTable(
    ['variant', 'in the way', 'seconds', 'ended', 'exit code', 'says what it waited for'],
    found.map(({ name, obstacle, seconds, hung, code, told }) => [
      name,
      obstacle,
      seconds.toFixed(1),
      hung ? `no, killed after ${PATIENCE_MS / 1000} s` : 'by itself',
      code ?? '',
      told ? 'yes' : 'no',
    ]),
  )
  const ours = found.filter(({ name }) => name === 'plimsoll')
  const asAsked = ours.filter(
    ({ hung, seconds, code, told }) => !hung && seconds < TIMEOUT_MS / 1000 + 1 && code === 1 && told,
  )
  const targets =
    ours.length > 0
      ? [
          judge(
            'something that never ends: over by the deadline, exit code 1, said why',
            asAsked.length === ours.length,
            `${asAsked.length} of ${ours.length}`,
          ),
        ]
      : []
  return { found, targets }
}

async function once({ name, node, hook, hinder, told }) {
  const app = await startContender({ name, hook, timeoutMs: TIMEOUT_MS, node })
  const obstacle = hinder?.(app.port)
  obstacle?.socket.on('error', () => {})
  await new Promise((resolve) => setTimeout(resolve, 300))
  const end = await app.end(PATIENCE_MS)
  obstacle?.stop()
  obstacle?.socket.destroy()
  return { ...end, told: told.test(app.output) }
}
