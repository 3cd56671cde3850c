import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const generator = fileURLToPath(new URL('../load-generator.js', import.meta.url))

/**
 * Starts the load generator in its own process. `onSecond` is given a tally by path every second.
 * `stop()` sends no more and lets what is under way end; `kill()` ends it at once.
 */
export function startLoad({ port, phases, onSecond }) {
  const child = fork(generator, { detached: true, serialization: 'advanced' })
  const totals = new Promise((resolve, reject) => {
    child.on('message', (message) => (message.totals ? resolve(message.totals) : onSecond(message.second)))
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`The load generator ended: ${signal ?? code}`)))
  })
  child.send({ port, phases })
  return {
    totals,
    stop: () => child.connected && child.send('stop'),
    kill: () => child.kill('SIGKILL'),
  }
}
