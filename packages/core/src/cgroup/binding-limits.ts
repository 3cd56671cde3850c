/** What is known of one group on the way up; `Level` is whatever the caller reads usage from. */
export interface LimitedLevel {
  readonly limitBytes: number | undefined
}

/** A limit that holds for the process, and the level whose usage counts against it. */
export interface BindingLimit<Level> {
  readonly level: Level
  readonly limitBytes: number
}

/**
 * Picks the limits that bind the process out of those of its group and the groups above it.
 *
 * `hierarchicalLimitBytes` is what cgroup v1 tells in the process's own group (-1: not told): the smallest
 * limit of the group and all above it. A limit further up that is below it does not bind (v1 without
 * `use_hierarchy`). Where it is below all visible ones, some group out of sight (beyond a container's mount) sets it; the
 * usage of the topmost visible group is then the best that can be had.
 */
export function bindingLimits<Level extends LimitedLevel>(
  levels: readonly Level[],
  hierarchicalLimitBytes: number,
  hostTotalBytes: number,
): BindingLimit<Level>[] {
  const binding: BindingLimit<Level>[] = []
  let smallest = hostTotalBytes
  for (const level of levels) {
    const { limitBytes } = level
    if (limitBytes === undefined) continue
    if (limitBytes < hierarchicalLimitBytes && level !== levels[0]) continue
    binding.push({ level, limitBytes })
    smallest = Math.min(smallest, limitBytes)
  }
  const topmost = levels.at(-1)
  if (topmost !== undefined && hierarchicalLimitBytes > 0 && hierarchicalLimitBytes < smallest) {
    binding.push({ level: topmost, limitBytes: hierarchicalLimitBytes })
  }
  return binding
}
