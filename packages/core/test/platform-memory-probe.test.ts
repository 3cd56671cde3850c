import { type CgroupMemory, cgroupMemory } from '../src/platform/cgroup-memory-reading.js'
import { memoryProbe } from '../src/platform/memory-probe.js'
import { residentMemory } from '../src/platform/resident-memory.js'
import { cgroupV2, MIB, removeTrees } from './cgroup-tree.js'

afterEach(removeTrees)

function container() {
  const tree = cgroupV2()
  tree.group('/app', { limit: 256 * MIB, usage: 100 * MIB, inactiveFile: 40 * MIB })
  tree.enter('/app')
  return { tree, cgroup: cgroupMemory({ cgroupRoot: tree.root, hostTotalBytes: 8192 * MIB }) }
}

describe('memoryProbe', () => {
  test('has looked once, and sees what changed when it looks again', () => {
    const { tree, cgroup } = container()
    const probe = memoryProbe(cgroup)
    expect(probe).toMatchObject({ containerUsedBytes: 60 * MIB, containerLimitBytes: 256 * MIB })
    expect(probe.rssBytes).toBeGreaterThan(20 * MIB)
    tree.group('/app', { limit: 512 * MIB, usage: 150 * MIB, inactiveFile: 100 * MIB })
    probe.look()
    expect(probe).toMatchObject({ containerUsedBytes: 110 * MIB, containerLimitBytes: 256 * MIB })
    probe.look(true)
    expect(probe).toMatchObject({ containerUsedBytes: 50 * MIB, containerLimitBytes: 512 * MIB })
  })

  test('F02: never throws: what cannot be read is undefined until it can be again', () => {
    const { tree, cgroup } = container()
    const probe = memoryProbe(cgroup)
    tree.group('/app', { limit: 256 * MIB, usage: 'garbage' })
    probe.look()
    expect(probe).toMatchObject({ containerUsedBytes: undefined, containerLimitBytes: undefined })
    expect(probe.rssBytes).toBeGreaterThan(20 * MIB)
    tree.group('/app', { limit: 256 * MIB, usage: 100 * MIB })
    probe.look()
    expect(probe.containerUsedBytes).toBe(100 * MIB)
  })

  test('F05: a cheap look that fails finds the process where it was moved to', () => {
    const { tree, cgroup } = container()
    const probe = memoryProbe(cgroup)
    tree.group('/other', { limit: 1024 * MIB, usage: 10 * MIB })
    tree.enter('/other')
    tree.group('/app', { limit: 256 * MIB, usage: 'gone' })
    probe.look()
    expect(probe).toMatchObject({ containerUsedBytes: 10 * MIB, containerLimitBytes: 1024 * MIB })
  })

  test('without a container, resident memory alone', () => {
    const none: CgroupMemory = cgroupMemory({ cgroupRoot: '/nonexistent' })
    const probe = memoryProbe(none, { read: () => 7, close() {} })
    probe.look(true)
    expect(probe).toMatchObject({
      containerUsedBytes: undefined,
      containerLimitBytes: undefined,
      rssBytes: 7,
    })
  })
})

describe('residentMemory', () => {
  test('agrees with what Node tells, before and after it is closed', () => {
    const resident = residentMemory()
    const within = (bytes: number) => Math.abs(bytes - process.memoryUsage.rss()) < 16 * MIB
    expect(within(resident.read())).toBe(true)
    resident.close()
    expect(within(resident.read())).toBe(true)
  })

  test('F02: without /proc it asks Node', () => {
    expect(residentMemory('/nonexistent').read()).toBeGreaterThan(20 * MIB)
  })

  test('F03: a file that makes no sense is not believed', () => {
    const tree = cgroupV2()
    for (const text of ['', 'garbage', '1 x', '12', '100 0 3', '5 99999999999999999999 1']) {
      tree.write('statm', text)
      const bytes = residentMemory(`${tree.root}/statm`).read()
      expect(bytes).toBeGreaterThan(20 * MIB)
      expect(bytes).toBeLessThan(2 ** 40)
    }
  })
})
