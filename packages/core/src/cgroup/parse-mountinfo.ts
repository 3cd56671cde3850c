/** A cgroup file system, as `/proc/self/mountinfo` tells it. */
export interface CgroupMount {
  readonly version: 1 | 2
  /** The v1 controllers; empty for v2. */
  readonly controllers: readonly string[]
  /** The group that is mounted here, `/` unless a container or a bind mount shows a part only. */
  readonly root: string
  readonly mountPoint: string
}

/** Parses `/proc/self/mountinfo` and keeps the cgroup file systems. */
export function parseCgroupMounts(text: string): CgroupMount[] {
  return text.split('\n').flatMap((line) => {
    // Optional fields stand between the sixth and the lone hyphen, so the two halves are split first.
    const separator = line.indexOf(' - ')
    if (separator < 0) return []
    const [, , , root, mountPoint] = line.slice(0, separator).split(' ')
    const [type, , options] = line.slice(separator + 3).split(' ')
    if (root === undefined || mountPoint === undefined) return []
    if (type !== 'cgroup' && type !== 'cgroup2') return []
    return [
      {
        version: type === 'cgroup' ? 1 : 2,
        controllers: type === 'cgroup' ? (options ?? '').split(',') : [],
        root: unescapeOctal(root),
        mountPoint: unescapeOctal(mountPoint),
      },
    ]
  })
}

/** The kernel writes blank, tab, line end and backslash as `\040` and so on. */
function unescapeOctal(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
}
