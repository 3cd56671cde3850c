import fs from 'node:fs'
import os from 'node:os'
import { cpuThrottleReading } from '../src/platform/cpu-throttle-reading.js'
import { descriptorsReading } from '../src/platform/descriptors-reading.js'
import { eventLoopReading } from '../src/platform/event-loop-reading.js'
import { hostMemoryReading } from '../src/platform/host-memory-reading.js'
import { pressureStallReading } from '../src/platform/pressure-stall-reading.js'
import { processMemoryReading } from '../src/platform/process-memory-reading.js'
import type { Reading } from '../src/reading.js'
import type { SampleDraft } from '../src/sample.js'
import { bareFolder, type CgroupTree, cgroupV1, cgroupV2, MIB, removeTrees } from './cgroup-tree.js'

const onLinux = process.platform === 'linux'

function readOf(reading: Reading, atMs = 0): SampleDraft {
  const draft = { atMs } as SampleDraft
  reading.read(draft)
  return draft
}

afterEach(removeTrees)

describe('process memory', () => {
  test('reads the heap and the process', () => {
    const draft = readOf(processMemoryReading())
    expect(draft.heapUsedBytes).toBeGreaterThan(MIB)
    expect(draft.heapTotalBytes).toBeGreaterThanOrEqual(draft.heapUsedBytes ?? 0)
    expect(draft.heapLimitBytes).toBeGreaterThan(draft.heapUsedBytes ?? 0)
    expect(draft.rssBytes).toBeGreaterThan(20 * MIB)
    expect(draft.externalBytes).toBeGreaterThanOrEqual(draft.arrayBuffersBytes ?? 0)
  })

  test('buffers are counted as such', () => {
    const reading = processMemoryReading()
    const before = readOf(reading).arrayBuffersBytes ?? 0
    const held = Buffer.alloc(8 * MIB, 1)
    expect((readOf(reading).arrayBuffersBytes ?? 0) - before).toBeGreaterThanOrEqual(held.length)
  })
})

describe('host memory', () => {
  test('on Linux what is available, on a Mac or on Windows nothing', () => {
    expect(readOf(hostMemoryReading('linux'))).toEqual({
      atMs: 0,
      hostAvailableBytes: expect.any(Number),
      hostTotalBytes: os.totalmem(),
    })
    for (const platform of ['darwin', 'win32'] as const) {
      expect(readOf(hostMemoryReading(platform))).toEqual({ atMs: 0 })
    }
  })
})

describe('event loop utilization', () => {
  /** The loop's account since the start of the process, as Node keeps it. */
  function scriptedLoop() {
    const total = { idle: 10_000, active: 0 }
    const share = (idle: number, active: number) => ({ idle, active, utilization: active / (idle + active) })
    jest.spyOn(performance, 'eventLoopUtilization').mockImplementation((now, before) => {
      if (now === undefined || before === undefined) return share(total.idle, total.active)
      return share(now.idle - before.idle, now.active - before.active)
    })
    return total
  }

  test('is that of the time since the reading before, not a lifetime average', () => {
    const loop = scriptedLoop()
    const reading = eventLoopReading()
    loop.active += 900
    loop.idle += 100
    expect(readOf(reading).eventLoopUtilizationRatio).toBeCloseTo(0.9)
    loop.idle += 1000
    expect(readOf(reading).eventLoopUtilizationRatio).toBe(0)
  })

  test('F06: two readings with no time between them give 0, not NaN', () => {
    scriptedLoop()
    expect(readOf(eventLoopReading()).eventLoopUtilizationRatio).toBe(0)
  })

  test('F16: 0 where the runtime does not tell', () => {
    const original = performance.eventLoopUtilization
    Object.defineProperty(performance, 'eventLoopUtilization', { value: undefined, configurable: true })
    const reading = eventLoopReading()
    Object.defineProperty(performance, 'eventLoopUtilization', { value: original, configurable: true })
    expect(readOf(reading).eventLoopUtilizationRatio).toBe(0)
  })
})

describe('memory stall', () => {
  const psi = (percent: string) =>
    `some avg10=9.00 avg60=9.00 avg300=9.00 total=9\nfull avg10=${percent} avg60=0.00 avg300=0.00 total=9\n`

  function stallOf(tree: CgroupTree): number | undefined {
    const reading = pressureStallReading({ cgroupRoot: tree.root })
    const { memoryStallRatio } = readOf(reading)
    reading.close()
    return memoryStallRatio
  }

  test('v2: that of the group, followed', () => {
    const tree = cgroupV2()
    tree.enter('/app')
    tree.write('sys/fs/cgroup/app/memory.pressure', psi('12.00'))
    tree.write('proc/pressure/memory', psi('99.00'))
    const reading = pressureStallReading({ cgroupRoot: tree.root })
    expect(readOf(reading).memoryStallRatio).toBe(0.12)
    tree.write('sys/fs/cgroup/app/memory.pressure', psi('0.00'))
    expect(readOf(reading).memoryStallRatio).toBe(0)
    reading.close()
    expect(readOf(reading).memoryStallRatio).toBeUndefined()
  })

  test('v1: that of the machine', () => {
    const tree = cgroupV1()
    tree.enter('/app')
    tree.write('proc/pressure/memory', psi('30.00'))
    expect(stallOf(tree)).toBe(0.3)
  })

  test('F02: nothing without PSI, and nothing of the machine for a folder that stands in for a group', () => {
    const tree = cgroupV2()
    tree.enter('/app')
    expect(stallOf(tree)).toBeUndefined()
    expect(stallOf(bareFolder())).toBeUndefined()
  })
})

describe('CPU throttling', () => {
  const stat = (periods: number) => `nr_periods 10\nnr_throttled ${periods}\nthrottled_usec 5\n`

  test('is told when the counter grew since the reading before, on any level', () => {
    const tree = cgroupV2()
    tree.enter('/pod/app')
    tree.write('sys/fs/cgroup/pod/app/cpu.stat', stat(3))
    tree.write('sys/fs/cgroup/pod/cpu.stat', stat(5))
    const reading = cpuThrottleReading({ cgroupRoot: tree.root })
    expect(readOf(reading).cpuThrottled).toBe(false)
    tree.write('sys/fs/cgroup/pod/cpu.stat', stat(6))
    expect(readOf(reading).cpuThrottled).toBe(true)
    expect(readOf(reading).cpuThrottled).toBe(false)
    reading.close()
    expect(() => readOf(reading)).not.toThrow()
  })

  test('F02: is left out where nobody tells', () => {
    for (const tree of [cgroupV1(), bareFolder()]) {
      tree.write('proc/self/cgroup', '')
      expect(readOf(cpuThrottleReading({ cgroupRoot: tree.root })).cpuThrottled).toBeUndefined()
    }
  })
})

describe('descriptors', () => {
  const asOldKernel = () => jest.spyOn(fs, 'statSync').mockReturnValue({ size: 0 } as fs.Stats)
  const asOpen = (count: number) =>
    jest.spyOn(fs, 'readdirSync').mockReturnValue(Array.from({ length: count + 1 }, String) as never)

  if (onLinux) {
    test('counts what this process has open, and how many it may', () => {
      const reading = descriptorsReading()
      const before = readOf(reading, 0)
      const file = fs.openSync('/proc/self/statm', 'r')
      const after = readOf(reading, 60_000)
      fs.closeSync(file)
      expect(after.openDescriptors).toBe((before.openDescriptors ?? 0) + 1)
      expect(after.maxDescriptors).toBeGreaterThanOrEqual(after.openDescriptors ?? 0)
    })

    test('where the kernel does not tell the number, names are counted every 30 seconds', () => {
      asOldKernel()
      const names = asOpen(40)
      const reading = descriptorsReading()
      expect(readOf(reading, 0).openDescriptors).toBe(40)
      asOpen(50)
      expect(readOf(reading, 29_000).openDescriptors).toBe(40)
      expect(readOf(reading, 30_000).openDescriptors).toBe(50)
      expect(names).toHaveBeenCalledTimes(2)
    })

    test('above 5,000 the names are counted no more', () => {
      asOldKernel()
      const names = asOpen(5001)
      const reading = descriptorsReading()
      expect(readOf(reading, 0).openDescriptors).toBeUndefined()
      expect(readOf(reading, 60_000).openDescriptors).toBeUndefined()
      expect(names).toHaveBeenCalledTimes(1)
    })
  }

  test('F02: nothing where there is no /proc', () => {
    jest.spyOn(fs, 'existsSync').mockReturnValue(false)
    jest.spyOn(fs, 'readFileSync').mockImplementation(() => {
      throw new Error('ENOENT')
    })
    expect(readOf(descriptorsReading())).toEqual({ atMs: 0 })
  })
})
