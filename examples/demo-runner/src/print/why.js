import { dim } from './colours.js'
import { mib } from './units.js'

/** What /health and /metrics said while the load was at its highest. */
export function whyLines({ health, metrics }) {
  const { pressure, ratio, signal, containerUsedBytes, containerLimitBytes, rssBytes } = health.memory
  const where =
    containerLimitBytes === undefined
      ? `resident ${mib(rssBytes)}`
      : `container ${mib(containerUsedBytes)} of ${mib(containerLimitBytes)}`
  return [
    `GET /health said: ${health.status}; pressure ${pressure}, ${signal} at ${Math.round(100 * ratio)} %, ${where}`,
    ...health.reasons.map(({ code, message }) => `  ${code}: ${message}`),
    'GET /metrics said:',
    ...metrics.map((line) => dim(`  ${line}`)),
  ]
}
