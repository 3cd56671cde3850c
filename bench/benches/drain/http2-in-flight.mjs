// Responses of HTTP/2 that are on their way when SIGTERM comes: whole, cut short, or never begun.
import { connect } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { startContender } from './start-contender.mjs'

export const contenders = ['close', 'http-graceful-shutdown', 'http-terminator', 'plimsoll']

const STREAMS = 20
const PROTOCOLS = ['http2', 'http2-tls']

export async function run({ names, node, quick }) {
  const runs = quick ? 1 : 3
  console.log(
    `http2: ${STREAMS} responses in flight at SIGTERM on one session, another session idle, ${runs} runs`,
  )
  const found = []
  for (const [name, protocol] of names.flatMap((each) => PROTOCOLS.map((protocol) => [each, protocol]))) {
    const total = { name, protocol, whole: 0, cut: 0, ends: [] }
    for (let i = 0; i < runs; i++) {
      const { whole, cut, end } = await once({ name, protocol, node })
      total.whole += whole
      total.cut += cut
      total.ends.push(end)
    }
    found.push(total)
  }
  console.log('')
  printTable(
    ['variant', 'protocol', 'in flight', 'whole', 'cut', 'seconds', 'exit codes'],
    found.map(({ name, protocol, whole, cut, ends }) => [
      name,
      protocol,
      whole + cut,
      whole,
      cut,
      Math.max(...ends.map(({ seconds }) => seconds)).toFixed(1),
      [...new Set(ends.map(({ hung, code }) => (hung ? 'hung' : code)))].join(', '),
    ]),
  )
  const ours = found.filter(({ name }) => name === 'plimsoll')
  const whole = ours.reduce((sum, each) => sum + each.whole, 0)
  const cut = ours.reduce((sum, each) => sum + each.cut, 0)
  const codes = ours.flatMap(({ ends }) => ends.map(({ code }) => code))
  const targets =
    ours.length > 0
      ? [
          judge(
            'HTTP/2 in flight: all completed, then exit code 0',
            cut === 0 && codes.every((code) => code === 0),
            `${whole} of ${whole + cut}`,
          ),
        ]
      : []
  return { found, targets }
}

async function once({ name, protocol, node }) {
  const app = await startContender({ name, protocol, timeoutMs: 10_000, node })
  const sessions = await Promise.all([session(app.port, protocol), session(app.port, protocol)])
  const answers = Array.from({ length: STREAMS }, (_, i) =>
    ask(sessions[0], i % 2 === 0 ? '/slow' : '/begun'),
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  const end = await app.end(20_000)
  const outcomes = await Promise.all(answers)
  for (const each of sessions) each.destroy()
  const whole = outcomes.filter(
    (body) => body === 'all of it' || body === 'the first half, the second',
  ).length
  return { whole, cut: outcomes.length - whole, end }
}

async function session(port, protocol) {
  const client =
    protocol === 'http2'
      ? connect(`http://127.0.0.1:${port}`)
      : connect(`https://127.0.0.1:${port}`, { createConnection: () => overTls(port) })
  client.on('error', () => {})
  await new Promise((resolve) => client.once('connect', resolve))
  return client
}

const overTls = (port) =>
  connectTls({
    host: '127.0.0.1',
    port,
    ALPNProtocols: ['h2'],
    ciphers: 'PSK',
    maxVersion: 'TLSv1.2',
    pskCallback: () => ({ psk: Buffer.from('bench'), identity: 'client' }),
    checkServerIdentity: () => undefined,
  })

function ask(client, path) {
  return new Promise((resolve) => {
    const stream = client.request({ ':path': path })
    let body = ''
    stream.on('data', (chunk) => {
      body += chunk
    })
    stream.on('error', () => {})
    stream.on('close', () => resolve(body))
  })
}
