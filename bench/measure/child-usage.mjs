// What a whole process used, from the kernel's accounting when it has ended: start of Node, threads and clean-up
// included. Node does not tell this of its children; bash does, in milliseconds.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Where a shell names certificates, Node 20 reads all of them at each start: 28 ms for those of a usual system, more
 * than the rest of the start. That is the machine's, so nobody has it.
 */
const environment = { ...process.env, NODE_EXTRA_CA_CERTS: undefined }

const TIMED = 'TIMEFORMAT="%3U %3S %3R"; time "$@" 2>&3'
const KEPT = 100_000

/** @returns `{ code, stdout, stderr, cpuSeconds, seconds }` */
export async function runAndAccount(program, args) {
  const child = spawn('bash', ['-c', TIMED, 'bash', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: environment,
  })
  const [, stdout, times, stderr] = child.stdio.map(listenTo)
  const [code] = await once(child, 'close')
  const [user, system, seconds] = times.text.trim().split('\n').at(-1).split(' ').map(Number)
  return { code, stdout: stdout.text, stderr: stderr.text, cpuSeconds: user + system, seconds }
}

function listenTo(stream) {
  const heard = { text: '' }
  stream?.setEncoding?.('utf8').on('data', (chunk) => {
    heard.text = (heard.text + chunk).slice(-KEPT)
  })
  return heard
}
