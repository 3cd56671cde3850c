// Ratios that survive a busy machine: every contender's window lies between two windows of the base.
import { startClient } from '../load/closed-loop-client.mjs'
import { startApp } from './app-process.mjs'
import { processCpuMs } from './cpu-accounting.mjs'

const PRE_ROLL = 500 // refills caches after the other processes had the core; not measured

/**
 * Runs base and contenders as processes that live side by side, one of them loaded at a time:
 * base, contender 1, base, contender 2, base, …; new processes in every generation, because the luck
 * of one process (layout, order of compilation) lasts as long as it lives.
 * @param base, contenders { name, file, args, expect } with `expect` the status that every answer must have
 * @returns per name `ratios` (CPU per request over the mean of its two neighbours) and `cpuUs` per request
 */
export async function alternate({ base, contenders, generations, rounds, requests, warmUp, path, onWindow = () => {} }) {
  const results = new Map([base, ...contenders].map(({ name }) => [name, { ratios: [], cpuUs: [], unexpected: {} }]))
  const client = startClient()

  const drive = (app, count) => client.drive({ port: app.port, path, requests: count })
  async function measured(subject, app) {
    await drive(app, PRE_ROLL)
    const before = processCpuMs(app.pid)
    const { statuses } = await drive(app, requests)
    const cpuUs = ((processCpuMs(app.pid) - before) * 1000) / requests
    const result = results.get(subject.name)
    result.cpuUs.push(cpuUs)
    for (const [status, count] of Object.entries(statuses)) {
      if (status !== String(subject.expect)) result.unexpected[status] = (result.unexpected[status] ?? 0) + count
    }
    onWindow(subject.name, cpuUs)
    return cpuUs
  }

  try {
    for (let generation = 0; generation < generations; generation++) {
      const apps = new Map()
      try {
        for (const subject of [base, ...contenders]) {
          const app = await startApp(subject)
          apps.set(subject.name, app)
          await drive(app, warmUp)
        }
        let before = await measured(base, apps.get(base.name))
        for (let round = 0; round < rounds; round++) {
          for (const contender of rotate(contenders, round)) {
            const own = await measured(contender, apps.get(contender.name))
            const after = await measured(base, apps.get(base.name))
            results.get(contender.name).ratios.push(own / ((before + after) / 2))
            before = after
          }
        }
      } finally {
        await Promise.all([...apps.values()].map((app) => app.stop()))
      }
    }
  } finally {
    client.stop()
  }
  return results
}

const rotate = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]
