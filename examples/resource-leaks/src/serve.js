// Runs one of the examples in a process of its own, and tells when it is asked what that process has open:
//   fork('src/serve.js', ['express/interval/wrong.js'], { execArgv: ['--expose-gc'] })
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'

const [, , example] = process.argv
const { server, tracker, stock } = await import(new URL(`../${example}`, import.meta.url).href)
if (!server.listening) await once(server, 'listening')

process.on('message', async ({ collectFirst }) => {
  if (collectFirst) await collect()
  process.send(await figures())
})
process.once('disconnect', () => process.exit())
process.send({ port: server.address().port })

async function figures() {
  return {
    connections: await promisify(server.getConnections).call(server),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    listeners: stock?.listenerCount('error') ?? 0,
    descriptors: readdirSync('/dev/fd').length,
    heapBytes: process.memoryUsage().heapUsed,
    found: tracker.outstanding(),
  }
}

async function collect() {
  globalThis.gc()
  // What was weakly held is told of a moment later.
  await nextTurn()
}
