import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type ContainedProcess, startContained, stopContained } from '../support/contained-process.js'
import { createMemoryGroup, type MemoryGroup, removeMemoryGroups } from '../support/memory-group.js'

const MIB = 1_048_576
jest.setTimeout(60_000)

interface Seen {
  readonly containerUsedBytes?: number
  readonly containerLimitBytes?: number
  readonly level: string
  readonly signal: string
  readonly rssBytes: number
}

const probe = createMemoryGroup()
const available = !('reason' in probe)
if (!available) console.warn(`Real cgroups are not tested here: ${probe.reason}`)
const withCgroups = available ? describe : describe.skip

function newGroup(limitMib?: number): MemoryGroup {
  const group = createMemoryGroup()
  if ('reason' in group) throw new Error(group.reason)
  if (limitMib !== undefined) group.limit(limitMib * MIB)
  return group
}

async function usedBy(container: ContainedProcess): Promise<number> {
  return (await container.ask<Seen>('sample')).containerUsedBytes ?? Number.NaN
}

afterEach(async () => {
  await stopContained()
  await removeMemoryGroups()
})

withCgroups('a process in a real memory cgroup', () => {
  test('sees its limit and what it uses of it, in a sample and between two', async () => {
    const container = await startContained(newGroup(512))
    const before = await container.ask<Seen>('sample')
    expect(before.containerLimitBytes).toBe(512 * MIB)
    expect(before.containerUsedBytes).toBeGreaterThan(5 * MIB)
    await container.ask('hold', 100)
    const between = await container.ask<Seen>('look')
    const after = await container.ask<Seen>('sample')
    for (const seen of [between, after]) {
      const grown = (seen.containerUsedBytes ?? 0) - (before.containerUsedBytes ?? 0)
      // V8 gives back some of what starting up took meanwhile.
      expect(grown).toBeGreaterThan(85 * MIB)
      expect(grown).toBeLessThan(125 * MIB)
    }
    expect(between.rssBytes).toBeGreaterThan(120 * MIB)
  })

  test('page cache is not counted as used, though the kernel counts it', async () => {
    // On the disk: the temporary folder may be memory itself.
    const folder = mkdtempSync(path.join(__dirname, '../../node_modules/.cache/page-cache-'))
    try {
      const group = newGroup(512)
      const container = await startContained(group)
      const before = { used: await usedBy(container), counted: group.usageBytes() }
      await container.ask('writeFile', { path: path.join(folder, 'file'), mib: 150 })
      expect(group.usageBytes() - before.counted).toBeGreaterThan(140 * MIB)
      expect((await usedBy(container)) - before.used).toBeLessThan(30 * MIB)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('the program that the process runs is in use, when its pages are charged to the container', async () => {
    const folder = mkdtempSync(path.join(__dirname, '../../node_modules/.cache/cold-program-'))
    try {
      const program = path.join(folder, 'node')
      copyFileSync(process.execPath, program)
      execFileSync('sync', [program])
      execFileSync('dd', [
        'if=/dev/null',
        `of=${program}`,
        'oflag=nocache',
        'conv=notrunc',
        'count=0',
        'status=none',
      ])
      const [warm, cold] = [
        await startContained(newGroup(512)),
        await startContained(newGroup(512), [], program),
      ]
      const programBytes = (await usedBy(cold)) - (await usedBy(warm))
      expect(programBytes).toBeGreaterThan(25 * MIB)
      expect(programBytes).toBeLessThan(80 * MIB)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('F04: the limit is on the parent only', async () => {
    const parent = newGroup(300)
    const container = await startContained(parent.child('app'))
    await container.ask('hold', 50)
    const seen = await container.ask<Seen>('sample')
    expect(seen.containerLimitBytes).toBe(300 * MIB)
    expect(seen.containerUsedBytes).toBeGreaterThan(55 * MIB)
  })

  test('F04: a neighbour that fills the parent leaves less than the own limit does', async () => {
    const parent = newGroup(400)
    const own = parent.child('app')
    own.limit(256 * MIB)
    const app = await startContained(own)
    expect((await app.ask<Seen>('sample')).containerLimitBytes).toBe(256 * MIB)
    const neighbour = await startContained(parent.child('neighbour'))
    await neighbour.ask('hold', 230)
    const seen = await app.ask<Seen>('sample')
    expect(seen.containerLimitBytes).toBe(400 * MIB)
    expect(seen.containerUsedBytes).toBeGreaterThan(240 * MIB)
  })

  test('F05: a limit that is raised and lowered counts from the next sample on; lowered it is critical', async () => {
    const group = newGroup(256)
    const container = await startContained(group)
    const heapLimit = await container.ask<number>('heapLimit')
    await container.ask('hold', 120)
    group.limit(1024 * MIB)
    expect(await container.ask<Seen>('sample')).toMatchObject({
      containerLimitBytes: 1024 * MIB,
      level: 'normal',
    })
    const used = (await container.ask<Seen>('sample')).containerUsedBytes ?? 0
    group.limit(Math.ceil((used * 1.02) / 4096) * 4096)
    expect(await container.ask<Seen>('sample')).toMatchObject({ level: 'critical', signal: 'container' })
    // V8 does not follow, which is why the container is watched and not V8's limit.
    expect(await container.ask<number>('heapLimit')).toBe(heapLimit)
  })

  test('F05: a limit that is set and taken away later, on the group and on its parent', async () => {
    const parent = newGroup()
    const group = parent.child('app')
    const container = await startContained(group)
    const limitSeen = async () => (await container.ask<Seen>('sample')).containerLimitBytes
    expect(await limitSeen()).toBeUndefined()
    parent.limit(512 * MIB)
    expect(await limitSeen()).toBe(512 * MIB)
    group.limit(300 * MIB)
    expect(await limitSeen()).toBe(300 * MIB)
    group.limit(undefined)
    parent.limit(undefined)
    expect(await limitSeen()).toBeUndefined()
  })

  test('F05: a process that is moved to another container', async () => {
    const container = await startContained(newGroup(512))
    const target = newGroup(1024)
    expect((await container.ask<Seen>('sample')).containerLimitBytes).toBe(512 * MIB)
    container.moveTo(target)
    for (let sample = 0; sample < 10; sample += 1) await container.ask('sample')
    expect((await container.ask<Seen>('sample')).containerLimitBytes).toBe(1024 * MIB)
  })

  test("F16: the advisor warns of V8's default, and its own advice satisfies it", async () => {
    const group = newGroup(256)
    const [advice] = await (await startContained(group)).ask<{ code: string; message: string }[]>('advice')
    expect(advice?.code).toBe('heap-limit-above-container')
    const flag = /--max-old-space-size=\d+/.exec(advice?.message ?? '')?.[0] ?? ''
    expect(flag).toBe('--max-old-space-size=192')
    expect(await (await startContained(group, [flag])).ask('advice')).toEqual([])
  })
})
