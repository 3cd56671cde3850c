/** Where the memory controller may keep the files of a process's group. */
export interface MemoryGroup {
  readonly version: 1 | 2
  /** From the process's own group up to the mount point: each may have a limit. */
  readonly folders: readonly string[]
}

/** Deeper than any orchestrator nests; the kernel itself allows more. */
const MOST_LEVELS = 16

/**
 * Lists where the group of this process may be, most trustworthy first, from the texts of `/proc/self/cgroup` and
 * `/proc/self/mountinfo`.
 */
export function memoryGroups(memberships: string, mounts: string): MemoryGroup[] {
  const groups: MemoryGroup[] = []
  for (const version of [1, 2] as const) {
    const path = memberPath(memberships, version)
    if (path === undefined) continue
    const mounted = mountsOf(mounts, version)
    for (const { root, mountPoint } of mounted) {
      const below = pathBelow(root, path)
      if (below !== undefined) groups.push({ version, folders: foldersUp(mountPoint, below) })
    }
    // A container sees its own group as the mount's root, and a path of the host in its membership.
    for (const { mountPoint } of mounted) groups.push({ version, folders: [mountPoint] })
  }
  return groups
}

/** `4:memory:/docker/1f` on v1, `0::/system.slice` on v2. */
function memberPath(memberships: string, version: 1 | 2): string | undefined {
  for (const line of memberships.split('\n')) {
    const [, controllers = '', ...path] = line.split(':')
    const ours = version === 1 ? controllers.split(',').includes('memory') : line.startsWith('0::')
    if (ours) return path.join(':')
  }
  return undefined
}

function mountsOf(mounts: string, version: 1 | 2): { readonly root: string; readonly mountPoint: string }[] {
  return mounts.split('\n').flatMap((line) => {
    // Optional fields stand before the lone hyphen, so the two halves are told apart first.
    const [left = '', right = ''] = line.split(' - ')
    const [, , , root, mountPoint] = left.split(' ')
    const [type, , options = ''] = right.split(' ')
    if (root === undefined || mountPoint === undefined) return []
    const ours =
      version === 2 ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes('memory')
    return ours ? [{ root: unescaped(root), mountPoint: unescaped(mountPoint) }] : []
  })
}

/** The kernel writes blank, tab, line end and backslash as `\040` and so on. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
}

/** The part of `path` below the mounted group, or `undefined` when the mount does not show it. */
function pathBelow(root: string, path: string): string | undefined {
  // `..` appears when the process, or the mount, lies outside of the reader's cgroup namespace.
  if (path.split('/').includes('..') || root.split('/').includes('..')) return undefined
  if (root === '/') return path
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : undefined
}

function foldersUp(mountPoint: string, below: string): string[] {
  const names = below.split('/').filter((name) => name !== '')
  const folders = names.map((_, index) => [mountPoint, ...names.slice(0, index + 1)].join('/')).reverse()
  return [...folders.slice(0, MOST_LEVELS), mountPoint]
}
