import { fileURLToPath } from 'node:url'
import { startApp } from '../../measure/app-process.mjs'

const file = fileURLToPath(new URL('../../apps/drain/serve.cjs', import.meta.url))

/** A server of the contender as a process of its own, with `end()`: SIGTERM, and what became of it. */
export async function startContender({ name, protocol = 'http', timeoutMs = 25_000, hook = '', node, port }) {
  const app = await startApp({ file, args: [name, protocol, String(timeoutMs), hook], node, port })
  return {
    port: app.port,
    get output() {
      return app.output
    },
    stop: () => app.stop(),
    /** Waits for its own end up to `patienceMs`. */
    async end(patienceMs = 60_000) {
      const startMs = performance.now()
      process.kill(app.pid, 'SIGTERM')
      const late = new Promise((resolve) => setTimeout(resolve, patienceMs, 'late').unref())
      const hung = (await Promise.race([app.exited, late])) === 'late'
      const seconds = (performance.now() - startMs) / 1000
      if (hung) await app.stop()
      return { hung, seconds, code: hung ? undefined : (app.exit.code ?? app.exit.signal) }
    },
  }
}
