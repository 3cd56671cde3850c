import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const CLIENT = fileURLToPath(new URL('./closed-loop.mjs', import.meta.url))

/** The closed-loop client as a process that serves one order after the other. */
export function startClient() {
  const child = fork(CLIENT, { execArgv: [] })
  return {
    async drive(order) {
      child.send(order)
      const [answer] = await once(child, 'message')
      return answer
    },
    stop: () => child.kill(),
  }
}
