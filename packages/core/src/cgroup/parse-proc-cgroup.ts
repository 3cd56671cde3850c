/** One line of `/proc/self/cgroup`. */
export interface CgroupMembership {
  /** Empty for the unified hierarchy of v2. */
  readonly controllers: readonly string[]
  /** Where the process is in that hierarchy, as the reader's cgroup namespace shows it. */
  readonly path: string
}

/** Parses `/proc/self/cgroup`; lines that make no sense are left out. */
export function parseProcCgroup(text: string): CgroupMembership[] {
  return text.split('\n').flatMap((line) => {
    // A path may hold colons; the two fields before it may not.
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line)
    if (match?.[1] === undefined || match[2] === undefined) return []
    return [{ controllers: match[1] === '' ? [] : match[1].split(','), path: match[2] }]
  })
}
