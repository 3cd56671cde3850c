import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type CgroupMemory, cgroupMemory } from '../src/platform/cgroup-memory-reading.js'
import type { SampleDraft } from '../src/sample.js'
import { bareFolder, type CgroupTree, cgroupV1, cgroupV2, MIB, removeTrees } from './cgroup-tree.js'

const HOST_BYTES = 8192 * MIB
const open: CgroupMemory[] = []

function readingOf(tree: { readonly root: string }): CgroupMemory {
  const memory = cgroupMemory({ cgroupRoot: tree.root, hostTotalBytes: HOST_BYTES })
  open.push(memory)
  return memory
}

/** What the sampler would see, in MiB. */
function seen(memory: CgroupMemory) {
  const draft = { atMs: 0 } as SampleDraft
  memory.read(draft)
  const inMib = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / MIB)
  return { used: inMib(draft.containerUsedBytes), limit: inMib(draft.containerLimitBytes) }
}

afterEach(() => {
  for (const memory of open.splice(0)) memory.close()
  removeTrees()
})

describe.each([
  ['v1', cgroupV1],
  ['v2', cgroupV2],
])('cgroup %s', (_version, create) => {
  function container(state = {}): { tree: CgroupTree; memory: CgroupMemory } {
    const tree = create()
    tree.group('/', {})
    tree.group('/pod', { usage: 300 * MIB })
    tree.group('/pod/app', { limit: 256 * MIB, usage: 100 * MIB, inactiveFile: 30 * MIB, ...state })
    tree.enter('/pod/app')
    return { tree, memory: readingOf(tree) }
  }

  test('the working set is what is used without the page cache that the kernel can take back', () => {
    const { memory } = container()
    expect(memory.problem).toBeUndefined()
    expect(seen(memory)).toEqual({ used: 70, limit: 256 })
  })

  test('the program that runs is in use, also after the kernel has taken a part of it back', () => {
    const { tree, memory } = container({ inactiveFile: 40 * MIB, activeFile: 20 * MIB, mappedFile: 45 * MIB })
    expect(seen(memory)).toEqual({ used: 85, limit: 256 })
    const taken = { inactiveFile: 10 * MIB, activeFile: 20 * MIB, mappedFile: 25 * MIB }
    tree.group('/pod/app', { limit: 256 * MIB, usage: 250 * MIB, ...taken })
    expect(seen(memory)).toEqual({ used: 250, limit: 256 })
  })

  test('mapped files beyond the size of a program are page cache like any other', () => {
    const { memory } = container({ usage: 240 * MIB, inactiveFile: 200 * MIB, mappedFile: 200 * MIB })
    expect(seen(memory)).toEqual({ used: 40 + 64, limit: 256 })
  })

  test('F03: a limit that is none leaves the fields out, and is not a problem', () => {
    for (const limit of ['max', '-1', '', '18446744073709551615', HOST_BYTES + 4096, '9'.repeat(5_000_000)]) {
      const { memory } = container({ limit })
      expect(seen(memory)).toEqual({ used: undefined, limit: undefined })
      expect(memory.problem).toBeUndefined()
    }
  })

  test('F04: a limit on the parent only counts, with the usage of the parent', () => {
    const { tree, memory } = container({ limit: 'max' })
    tree.group('/pod', { limit: 512 * MIB, usage: 300 * MIB, inactiveFile: 50 * MIB })
    expect(seen(memory)).toEqual({ used: 250, limit: 512 })
  })

  test('F04: the level with the least left wins, not the one with the smallest limit', () => {
    const { tree, memory } = container()
    tree.group('/pod', { limit: 512 * MIB, usage: 500 * MIB })
    expect(seen(memory)).toEqual({ used: 500, limit: 512 })
    tree.group('/pod', { limit: 512 * MIB, usage: 100 * MIB })
    expect(seen(memory)).toEqual({ used: 70, limit: 256 })
  })

  test('F05: a limit that changes is seen by the next reading, up, down and away', () => {
    const { tree, memory } = container()
    expect(seen(memory).limit).toBe(256)
    for (const [limit, told] of [
      [512 * MIB, 512],
      [64 * MIB, 64],
      ['max', undefined],
      [128 * MIB, 128],
    ]) {
      tree.group('/pod/app', { limit: limit as string, usage: 100 * MIB })
      expect(seen(memory).limit).toBe(told)
    }
  })

  test('F05: a limit that appears on a level that had none is seen by the next reading', () => {
    const { tree, memory } = container()
    tree.group('/pod', { limit: 320 * MIB, usage: 300 * MIB })
    expect(seen(memory)).toEqual({ used: 300, limit: 320 })
  })

  test('F05: a process that was moved is found within ten readings', () => {
    const { tree, memory } = container()
    tree.group('/other', { limit: 1024 * MIB, usage: 10 * MIB })
    tree.enter('/other')
    for (let reading = 0; reading < 10; reading += 1) seen(memory)
    expect(seen(memory)).toEqual({ used: 10, limit: 1024 })
  })

  test('a look between two samples follows the usage; page cache only when it looks exactly', () => {
    const { tree, memory } = container()
    tree.group('/pod/app', { limit: 256 * MIB, usage: 200 * MIB, inactiveFile: 90 * MIB })
    memory.look()
    expect(memory.usedBytes).toBe(170 * MIB)
    memory.look(true)
    expect(memory.usedBytes).toBe(110 * MIB)
  })

  test('F06: usage that is no number is a failure for the sampler to count, not a ratio', () => {
    const { tree, memory } = container()
    tree.group('/pod/app', { limit: 256 * MIB, usage: '9'.repeat(40) })
    expect(() => seen(memory)).toThrow(/number of bytes/)
  })

  test('page cache beyond what is used leaves nothing, not less', () => {
    const { memory } = container({ usage: 10 * MIB, inactiveFile: 30 * MIB })
    expect(seen(memory).used).toBe(0)
  })

  test('a closed reading has nothing to tell and gives no trouble', () => {
    const { memory } = container()
    memory.close()
    memory.close()
    expect(seen(memory)).toEqual({ used: undefined, limit: undefined })
  })
})

describe('what only one version has', () => {
  test('v2: memory.high counts: above it the process hardly moves', () => {
    const tree = cgroupV2()
    tree.group('/app', { limit: 512 * MIB, high: 400 * MIB, usage: 100 * MIB })
    tree.enter('/app')
    expect(seen(readingOf(tree)).limit).toBe(400)
  })

  test('v2: the controller is on above the group only', () => {
    const tree = cgroupV2()
    tree.group('/pod', { limit: 512 * MIB, usage: 100 * MIB })
    mkdirSync(path.join(tree.root, 'sys/fs/cgroup/pod/app'))
    tree.enter('/pod/app')
    expect(seen(readingOf(tree))).toEqual({ used: 100, limit: 512 })
  })

  test('v2: at the root there are no such files, and that is not a problem', () => {
    const tree = cgroupV2()
    tree.write('sys/fs/cgroup/cgroup.procs', '1\n')
    tree.enter('/')
    const memory = readingOf(tree)
    expect(seen(memory).limit).toBeUndefined()
    expect(memory.problem).toBeUndefined()
  })

  test('F04: v1: limits that agree with the smallest one that the kernel tells', () => {
    const tree = cgroupV1()
    tree.group('/', {})
    tree.group('/pod', { limit: 512 * MIB, usage: 100 * MIB })
    tree.group('/pod/app', { limit: 256 * MIB, usage: 90 * MIB, hierarchicalLimit: 256 * MIB })
    tree.enter('/pod/app')
    expect(seen(readingOf(tree))).toEqual({ used: 90, limit: 256 })
  })

  test('F04: v1: a lower limit out of sight, above the mount of a container', () => {
    const tree = cgroupV1('/docker/abc')
    tree.group('/', { limit: 512 * MIB, usage: 100 * MIB, hierarchicalLimit: 128 * MIB })
    tree.enter('/docker/abc')
    expect(seen(readingOf(tree))).toEqual({ used: 100, limit: 128 })
  })

  test('F04: hybrid: an empty v2 hierarchy beside v1 hides nothing', () => {
    const tree = cgroupV1()
    const v1 = '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n'
    const v2 = '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n'
    tree.write('proc/self/mountinfo', v2 + v1)
    tree.write('sys/fs/cgroup/unified/cgroup.procs', '1\n')
    tree.group('/app', { limit: 256 * MIB, usage: 20 * MIB })
    tree.enter('/app')
    expect(seen(readingOf(tree))).toEqual({ used: 20, limit: 256 })
  })
})

describe('a folder that stands in for /sys/fs/cgroup', () => {
  test('the files of a v2 group', () => {
    const tree = bareFolder()
    tree.write('memory.max', `${256 * MIB}\n`)
    tree.write('memory.current', `${100 * MIB}\n`)
    tree.write('memory.stat', `inactive_file ${40 * MIB}\n`)
    expect(seen(readingOf(tree))).toEqual({ used: 60, limit: 256 })
  })

  test.each(['memory/', ''])('the files of a v1 group in %j', (folder) => {
    const tree = bareFolder()
    tree.write(`${folder}memory.limit_in_bytes`, `${256 * MIB}\n`)
    tree.write(`${folder}memory.usage_in_bytes`, `${100 * MIB}\n`)
    expect(seen(readingOf(tree))).toEqual({ used: 100, limit: 256 })
  })
})

describe('F02: what cannot be read', () => {
  test('a folder that is not there: no container, one line to log, nothing thrown', () => {
    const memory = readingOf({ root: '/nonexistent' })
    expect(seen(memory)).toEqual({ used: undefined, limit: undefined })
    expect(memory.problem).toMatch(/memory controller/)
  })

  test('a /proc that hides its files', () => {
    const tree = cgroupV2()
    tree.enter('/app')
    tree.remove('proc/self/mountinfo')
    const memory = readingOf(tree)
    expect(memory.problem).toMatch(/mountinfo/)
    expect(() => seen(memory)).not.toThrow()
  })

  test('a usage file that can be seen but not read', () => {
    const tree = cgroupV2()
    tree.group('/app', { limit: 256 * MIB })
    // Reading a folder fails with EISDIR for root as well.
    mkdirSync(path.join(tree.root, 'sys/fs/cgroup/app/memory.current'))
    tree.enter('/app')
    const memory = readingOf(tree)
    expect(memory.problem).toMatch(/cannot be read/)
    expect(() => seen(memory)).toThrow()
  })

  test('a group that vanishes: the reading looks for the process where it is now', () => {
    const tree = cgroupV2()
    tree.group('/a', { limit: 256 * MIB, usage: 10 * MIB })
    tree.group('/b', { limit: 512 * MIB, usage: 20 * MIB })
    tree.enter('/a')
    const memory = readingOf(tree)
    tree.enter('/b')
    tree.write('sys/fs/cgroup/a/memory.current', 'gone')
    expect(seen(memory)).toEqual({ used: 20, limit: 512 })
  })
})
