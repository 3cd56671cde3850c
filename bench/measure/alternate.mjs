// Ratios that survive a busy machine: A B A B … in short windows, and the ratio pair by pair.
import { startClient } from '../load/closed-loop-client.mjs'
import { startApp } from './app-process.mjs'
import { processCpuMs } from './cpu-accounting.mjs'

const PRE_ROLL = 200 // refills caches after the other process had the core; not measured

/**
 * Every contender gets a base process of its own and exactly as many requests: a base that served all
 * contenders would be better compiled than any of them. New processes in every generation, because the luck
 * of one process (layout, order of compilation) lasts as long as it lives.
 * @param base, contenders { name, file, args, expect } with `expect` the status that every answer must have
 * @returns per contender `ratios` (CPU per request over the base's), `cpuUs` and `baseUs` per request, and
 *   `unexpected`, the answers with another status
 */
export async function alternate({ base, contenders, generations, rounds, requests, warmUp }) {
  const results = new Map(
    contenders.map(({ name }) => [name, { ratios: [], cpuUs: [], baseUs: [], unexpected: {} }]),
  )
  const client = startClient()
  try {
    for (let generation = 0; generation < generations; generation++) {
      for (const contender of contenders) {
        await comparePair({
          base,
          contender,
          client,
          rounds,
          requests,
          warmUp,
          result: results.get(contender.name),
        })
      }
    }
  } finally {
    client.stop()
  }
  return results
}

async function comparePair({ base, contender, client, rounds, requests, warmUp, result }) {
  const subjects = [base, contender]
  const apps = []
  try {
    for (const subject of subjects) apps.push(await startApp(subject))
    for (const app of apps) await client.drive({ port: app.port, requests: warmUp })
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? [0, 1] : [1, 0]
      const cpuUs = []
      for (const index of order) cpuUs[index] = await oneWindow(apps[index], subjects[index].expect)
      result.baseUs.push(cpuUs[0])
      result.cpuUs.push(cpuUs[1])
      result.ratios.push(cpuUs[1] / cpuUs[0])
    }
  } finally {
    await Promise.all(apps.map((app) => app.stop()))
  }

  async function oneWindow(app, expect) {
    await client.drive({ port: app.port, requests: PRE_ROLL })
    const before = processCpuMs(app.pid)
    const { statuses } = await client.drive({ port: app.port, requests })
    for (const [status, count] of Object.entries(statuses)) {
      if (status !== String(expect)) result.unexpected[status] = (result.unexpected[status] ?? 0) + count
    }
    return ((processCpuMs(app.pid) - before) * 1000) / requests
  }
}
