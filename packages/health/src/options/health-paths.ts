import { assertConsistent, endpointPath, resolveOptions } from '@plimsoll/core'

/** Paths of the health endpoints, relative to where the middleware is mounted. */
export interface HealthPaths {
  readonly health?: string | false
  readonly livez?: string | false
  readonly readyz?: string | false
  readonly startupz?: string | false
}

export type ResolvedHealthPaths = Readonly<Record<keyof HealthPaths, string | false>>

/** Completes the paths; two endpoints on one path are an error, because only one of them could answer. */
export function resolvePaths(path: string | false | undefined, paths: unknown): ResolvedHealthPaths {
  const resolved = resolveOptions('health.paths', paths, {
    health: endpointPath(undefined),
    livez: endpointPath('/livez'),
    readyz: endpointPath('/readyz'),
    startupz: endpointPath('/startupz'),
  })
  assertConsistent(
    path === undefined || resolved.health === undefined || path === resolved.health,
    `Expected one of \`health.path\` and \`health.paths.health\`, got ${path} and ${resolved.health}`,
  )
  assertConsistent(
    path !== false || paths === undefined,
    'Expected one of `health.path` and `health.paths`, got false and paths: with `path: false` every request is answered with the report',
  )
  const all = { ...resolved, health: path ?? resolved.health ?? '/health' }
  const taken = Object.values(all).filter((each) => each !== false)
  assertConsistent(
    // Most frameworks do not tell cases apart.
    new Set(taken.map((path) => path.toLowerCase())).size === taken.length,
    `Expected \`health.paths\` to differ from each other, got ${taken.join(', ')}`,
  )
  return Object.freeze(all)
}
