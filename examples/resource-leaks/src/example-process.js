import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const serve = fileURLToPath(new URL('serve.js', import.meta.url))

/** Starts one of the examples in a process of its own and waits until it listens. */
export async function startExample(file, onLine) {
  const child = fork(serve, [file], {
    env: { ...process.env, PORT: '0' },
    execArgv: [...process.execArgv, '--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const lines = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line)
    onLine(line)
  })
  const ended = once(child, 'close').then(([code, signal]) => {
    throw new Error(`The process has ended with ${signal ?? code}:\n${lines.slice(-10).join('\n')}`)
  })
  ended.catch(() => {}) // Of interest only to who waits for an answer.
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0]
  const { port } = await answer()
  return {
    port,
    /** What is open now; with `collectFirst` after a collection of garbage. Rejects when the process ends instead. */
    figures(collectFirst = false) {
      child.send({ collectFirst })
      return answer()
    },
    async stop() {
      child.kill()
      await ended.catch(() => {})
    },
  }
}
