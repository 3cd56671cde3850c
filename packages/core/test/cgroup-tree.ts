import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const MIB = 1_048_576

/** What a group's files say; `limit` as the kernel would write it. */
interface GroupState {
  readonly limit?: string | number
  readonly high?: string | number
  readonly usage?: string | number
  readonly inactiveFile?: number
  readonly activeFile?: number
  readonly mappedFile?: number
  /** v1 tells it in `memory.stat`; left out here unless given. */
  readonly hierarchicalLimit?: string | number
}

/** A machine as a folder: `proc/self/…` and one cgroup file system. */
export interface CgroupTree {
  readonly root: string
  /** Writes the files of the group at this path. */
  group(groupPath: string, state: GroupState): void
  /** Says which group the process is in. */
  enter(groupPath: string): void
  write(file: string, text: string): void
  remove(file: string): void
}

const created: string[] = []

export function removeTrees(): void {
  for (const root of created.splice(0)) rmSync(root, { recursive: true, force: true })
}

function emptyFolder(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'plimsoll-cgroup-'))
  created.push(root)
  return root
}

function tree(mountLine: string, membership: (group: string) => string, files: FilesOf): CgroupTree {
  const root = emptyFolder()
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  write('proc/self/mountinfo', mountLine)
  return {
    root,
    write,
    remove: (file) => rmSync(path.join(root, file), { recursive: true }),
    enter: (groupPath) => write('proc/self/cgroup', membership(groupPath)),
    group(groupPath, state) {
      for (const [file, text] of Object.entries(files(state))) {
        write(path.join('sys/fs/cgroup', file.replace('GROUP', groupPath)), text)
      }
    },
  }
}

type FilesOf = (state: GroupState) => Record<string, string>

/** cgroup v1, with the memory controller beside another one; a group without a limit says the sentinel. */
export function cgroupV1(mountRoot = '/'): CgroupTree {
  return tree(
    `30 23 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n` +
      `35 31 0:32 ${mountRoot} /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory\n`,
    (group) => `4:memory:${group}\n1:cpu:/\n0::/\n`,
    v1Files,
  )
}

/** cgroup v2 alone; a group without a limit says `max`. */
export function cgroupV2(mountRoot = '/'): CgroupTree {
  return tree(
    `31 23 0:26 ${mountRoot} /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n`,
    (group) => `0::${group}\n`,
    v2Files,
  )
}

/** A folder that stands in for /sys/fs/cgroup, without `proc`. */
export function bareFolder(): CgroupTree {
  const made = tree('', () => '', v2Files)
  made.remove('proc')
  return made
}

const V1_SENTINEL = '9223372036854771712'

function v1Files({ limit = V1_SENTINEL, usage, hierarchicalLimit, ...cache }: GroupState) {
  const { inactiveFile = 0, activeFile = 0, mappedFile = 0 } = cache
  return {
    'memory/GROUP/memory.limit_in_bytes': `${limit}\n`,
    ...(usage === undefined ? {} : { 'memory/GROUP/memory.usage_in_bytes': `${usage}\n` }),
    'memory/GROUP/memory.stat':
      'cache 1\ninactive_file 1\n' +
      (hierarchicalLimit === undefined ? '' : `hierarchical_memory_limit ${hierarchicalLimit}\n`) +
      `total_cache 7\ntotal_mapped_file ${mappedFile}\n` +
      `total_inactive_file ${inactiveFile}\ntotal_active_file ${activeFile}\n`,
  }
}

function v2Files({ limit = 'max', high = 'max', usage, ...cache }: GroupState) {
  const { inactiveFile = 0, activeFile = 0, mappedFile = 0 } = cache
  return {
    'GROUP/memory.max': `${limit}\n`,
    'GROUP/memory.high': `${high}\n`,
    ...(usage === undefined ? {} : { 'GROUP/memory.current': `${usage}\n` }),
    'GROUP/memory.stat': `anon 5\nfile 7\nfile_mapped ${mappedFile}\ninactive_anon 3\ninactive_file ${inactiveFile}\nactive_file ${activeFile}\n`,
  }
}
