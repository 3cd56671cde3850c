import { setTimeout as wait } from 'node:timers/promises'

const PATIENCE_MS = 3000
const TELLING =
  /^plimsoll_(?:pressure_ratio\{signal="(?:container|rss)"|requests_total|reclaims_total|inflight_)/

/** What the server says of itself at this moment. `undefined` when it does not answer. */
export async function readEvidence(port) {
  try {
    const [health, metrics] = await Promise.all([get(port, '/health'), get(port, '/metrics')])
    return { health: JSON.parse(health), metrics: metrics.split('\n').filter(isTelling) }
  } catch {
    return undefined
  }
}

const isTelling = (line) => TELLING.test(line) && !line.endsWith(' 0')

/** The level of pressure by /health. `undefined` when it does not answer. */
export async function readPressure(port) {
  try {
    return JSON.parse(await get(port, '/health')).memory.pressure
  } catch {
    return undefined
  }
}

async function get(port, path) {
  const answer = fetch(`http://127.0.0.1:${port}${path}`).then((response) => response.text())
  const late = wait(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error(`${path} was not answered within ${PATIENCE_MS} ms`)
  })
  return Promise.race([answer, late])
}
