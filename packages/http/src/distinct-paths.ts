import { assertConsistent } from '@plimsoll/core'
import { type HealthOptions, resolveHealthOptions } from '@plimsoll/health'
import { type MetricsOptions, resolveMetricsOptions } from '@plimsoll/metrics'

/**
 * Throws when health and metrics of one suite are to answer the same requests: only one of them could.
 *
 * Reads the options of both before either is made, so that a wrong one leaves nothing on the board and in no
 * registry.
 */
export function assertDistinctPaths(
  healthOptions: HealthOptions | false | undefined,
  metricsOptions: MetricsOptions | false | undefined,
): void {
  const health = healthOptions === false ? undefined : resolveHealthOptions(healthOptions)
  const metrics = metricsOptions === false ? undefined : resolveMetricsOptions(metricsOptions)
  if (health === undefined || metrics === undefined) return
  const { everyPath, paths } = health
  const { path } = metrics
  assertConsistent(
    !everyPath && path !== false,
    `Expected \`health.path\` and \`metrics.path\` to be paths where both parts are mounted, got ` +
      `${everyPath ? false : paths.health} and ${path}: with false one part would answer every request. ` +
      'To leave a part out say `health: false` or `metrics: false`',
  )
  for (const [name, taken] of Object.entries(paths)) {
    // Most frameworks do not tell cases apart.
    assertConsistent(
      taken === false || taken.toLowerCase() !== String(path).toLowerCase(),
      `Expected \`metrics.path\` to differ from \`health.paths.${name}\`, got ${path} and ${taken}`,
    )
  }
}
