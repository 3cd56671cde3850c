import { hostname } from 'node:os'

/**
 * What names this replica and whoever takes its place: a pod keeps its host name when its container is started
 * anew, and PM2 gives the process that replaces another the same number.
 */
export function replicaName(): string {
  const number = process.env.pm_id
  return number === undefined ? hostname() : `${hostname()}:${number}`
}
