import { existsSync, readFileSync } from 'node:fs'
import { type CgroupCandidate, findCgroup } from '../cgroup/find-cgroup.js'

/** Where to look for cgroups. */
export interface CgroupPlace {
  /** Stands in for `/` when it holds `proc/self/cgroup`, else for `/sys/fs/cgroup`. */
  readonly cgroupRoot?: string | undefined
}

/** Where a controller keeps the files of this process, or why that cannot be told. */
export interface CgroupLocation {
  readonly version: 1 | 2
  /** From the process's own group upwards; empty when there is none to be seen. */
  readonly folders: readonly string[]
  readonly problem?: string
}

/** The file that tells which groups the process is in, where there is one. */
export function membershipFile(cgroupRoot: string | undefined): string | undefined {
  if (cgroupRoot === undefined) return '/proc/self/cgroup'
  const path = `${cgroupRoot}/proc/self/cgroup`
  return existsSync(path) ? path : undefined
}

/**
 * Finds the group of this process in the hierarchy of one controller. Reads three files and never throws.
 *
 * `cgroupRoot` stands in for `/` when it holds `proc/self/cgroup`, else for `/sys/fs/cgroup`: then it is the
 * group's own folder, or holds one folder per v1 controller. `landmark` names a file, by version, that the
 * controller has in every group.
 */
export function locateCgroup(
  controller: string,
  landmark: { readonly 1: string; readonly 2: string },
  cgroupRoot?: string,
): CgroupLocation {
  const found = list(controller, cgroupRoot)
  if (typeof found === 'string') return { version: 2, folders: [], problem: found }
  for (const { version, folders } of found) {
    const own = folders[0]
    if (own === undefined || !existsSync(own)) continue
    // v2 may enable the controller above this group only, and has no such files at its root.
    if (folders.some((folder) => existsSync(`${folder}/${landmark[version]}`))) return { version, folders }
  }
  const unlimited = found.some(({ version, folders }) => version === 2 && folders.some(existsSync))
  if (unlimited) return { version: 2, folders: [] }
  return { version: 2, folders: [], problem: `no cgroup of the ${controller} controller can be read` }
}

function list(controller: string, cgroupRoot: string | undefined): CgroupCandidate[] | string {
  const membership = membershipFile(cgroupRoot)
  if (membership === undefined) return standIn(controller, cgroupRoot ?? '')
  const base = cgroupRoot ?? ''
  try {
    const mountinfo = readFileSync(`${base}/proc/self/mountinfo`, 'utf8')
    const candidates = findCgroup(controller, readFileSync(membership, 'utf8'), mountinfo)
    return candidates.map(({ version, folders }) => ({
      version,
      folders: folders.map((folder) => base + folder),
    }))
  } catch (error) {
    return `no container limit can be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

function standIn(controller: string, folder: string): CgroupCandidate[] {
  return [
    { version: 1, folders: [`${folder}/${controller}`] },
    { version: 1, folders: [folder] },
    { version: 2, folders: [folder] },
  ]
}
