import { type CgroupMount, parseCgroupMounts } from './parse-mountinfo.js'
import { type CgroupMembership, parseProcCgroup } from './parse-proc-cgroup.js'

/** Where the process may be in a controller's hierarchy. */
export interface CgroupCandidate {
  readonly version: 1 | 2
  /** Folders from the process's own group up to the mount point. */
  readonly folders: readonly string[]
}

/** Deeper than any orchestrator nests; the kernel itself allows more. */
const MAX_LEVELS = 16

/**
 * Lists where the group of this process may be found, most trustworthy first. Which of them exist only a
 * look at the file system can tell.
 *
 * The controller is found by its name: on a hybrid machine v1 carries `memory` while an empty v2 hierarchy is
 * mounted beside it. A container sees its own group as the mount's root, and an outer path in
 * `/proc/self/cgroup`; where the two do not fit together, the mount point itself is the best guess.
 */
export function findCgroup(controller: string, procCgroup: string, mountinfo: string): CgroupCandidate[] {
  const memberships = parseProcCgroup(procCgroup)
  const mounts = parseCgroupMounts(mountinfo)
  const named = memberships.find((membership) => membership.controllers.includes(controller))
  const unified = memberships.find((membership) => membership.controllers.length === 0)
  return [
    ...candidates(
      named,
      mounts.filter((mount) => mount.controllers.includes(controller)),
    ),
    ...candidates(
      unified,
      mounts.filter((mount) => mount.version === 2),
    ),
  ]
}

function candidates(
  membership: CgroupMembership | undefined,
  mounts: readonly CgroupMount[],
): CgroupCandidate[] {
  if (membership === undefined) return []
  const exact = mounts.flatMap((mount) => {
    const below = pathBelow(mount.root, membership.path)
    return below === undefined
      ? []
      : [{ version: mount.version, folders: foldersUp(mount.mountPoint, below) }]
  })
  const guessed = mounts.map((mount) => ({ version: mount.version, folders: [mount.mountPoint] }))
  return [...exact, ...guessed]
}

/** The part of `path` below the mounted group, or `undefined` when the mount does not show it. */
function pathBelow(root: string, path: string): string | undefined {
  // `/..` appears when the process, or the mount, lies outside the reader's cgroup namespace.
  if (path.split('/').includes('..') || root.split('/').includes('..')) return undefined
  if (root === '/') return path
  if (path === root) return '/'
  return path.startsWith(`${root}/`) ? path.slice(root.length) : undefined
}

function foldersUp(mountPoint: string, below: string): string[] {
  const names = below.split('/').filter((name) => name !== '')
  const folders = names.map((_, index) => [mountPoint, ...names.slice(0, index + 1)].join('/')).reverse()
  return [...folders.slice(0, MAX_LEVELS), mountPoint]
}
