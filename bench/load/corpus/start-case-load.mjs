import { fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

const DRIVER = fileURLToPath(new URL('./drive-case.mjs', import.meta.url))

/**
 * Starts the load of a case in a process of its own.
 * @param plan `{ port, load, seed }` and what `dueTimes` takes
 * @returns `begunAt`, a promise of the wall clock's ms at the first request; `result`, a promise; `stop()`, which
 *   ends the load early; and `end()`, after which clients that stay have left as well
 */
export function startCaseLoad(plan) {
  const child = fork(DRIVER, { execArgv: [] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const told = (field) =>
    new Promise((resolve, reject) => {
      child.on('message', (message) => field in message && resolve(message[field]))
      ended.then((code) => reject(new Error(`the load of the case ended early: ${code}`)))
    })
  const begunAt = told('begunAt')
  const result = told('result')
  for (const promise of [begunAt, result]) promise.catch(() => {}) // who waits for it is told
  try {
    setPriority(child.pid, -10)
  } catch {
    // only root may; its lateness is reported either way
  }
  child.on('error', () => {}) // told after it has left; whether it left too early `result` says
  child.send(plan)
  const say = (word) => child.connected && child.send(word)
  return {
    begunAt,
    result,
    stop: () => say('stop'),
    async end() {
      say('leave')
      setTimeout(() => child.kill('SIGKILL'), 2000).unref()
      await ended
    },
  }
}
