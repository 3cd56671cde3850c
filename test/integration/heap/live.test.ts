import { createMemoryGroup, removeMemoryGroups } from '../../support/memory-group.js'
import { commonJsSources, runScenario, toldBy } from './heap-process.js'

jest.setTimeout(120_000)
afterAll(removeMemoryGroups)

const major = Number.parseInt(process.versions.node, 10)

test('what was leaked between two moments is counted exactly, and where it is held is named', async () => {
  const told = toldBy<Record<string, unknown>>(await runScenario('heap-diff.mjs'))
  const leaky = expect.objectContaining({ count: 5000, added: 5000, removed: 0 })
  expect(told).toMatchObject({ inSequence: true, leaky })
  expect(told.first).toMatchObject({
    ...{ count: 5000, name: 'Leaky', owner: 'application' },
    growthPoint: { path: expect.stringContaining('.leaks') },
  })
  expect(told.oursAsTheirs).toEqual([])
  expect(told.closed).toBe('Expected start() to be done before end()')
  // F60: a debugger, allocation tracking and a sampling profiler of somebody else were on all the while.
  expect(told.theirsGoOn).toBe(true)
})

test('in a worker thread it is the heap of the thread, sampled in between or not', async () => {
  expect(toldBy(await runScenario('heap-diff-thread.mjs'))).toEqual({
    counts: [['OfThread', 1000]],
    inSequence: true,
  })
})

test('who gives up gets the reason, and who ends the process midway is not held up', async () => {
  const { code, stdout, stderr } = await runScenario('exit-midway.mjs')
  expect({ code, stderr }).toEqual({ code: 7, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({ aborted: 'never mind', late: 'too late' })
})

test('under the permission model it is refused, and why is said', async () => {
  const permission = major < 24 ? '--experimental-permission' : '--permission'
  const { stdout } = await runScenario('refused.cjs', {
    flags: [permission, '--allow-fs-read=*', '--allow-fs-write=*'],
    sources: commonJsSources,
  })
  const code = 'ERR_PLIMSOLL_SNAPSHOT_REFUSED'
  expect(JSON.parse(stdout)).toMatchObject({
    snapshot: { code, message: expect.stringContaining('--allow-worker') },
    sampling: { code, message: expect.stringContaining('permission model') },
  })
})

const group = createMemoryGroup()
if ('reason' in group) {
  test(`a container cannot be made here: ${group.reason}`, () => undefined)
} else {
  test('F51: in a container without the memory for it, it is refused with the figures', async () => {
    group.limit(320 * 1_048_576)
    const ended = await runScenario('refused.cjs', { args: ['40'], sources: commonJsSources, group })
    const told = toldBy<{ snapshot: { neededBytes: number; availableBytes: number } }>(ended)
    expect(told).toMatchObject({
      snapshot: {
        code: 'ERR_PLIMSOLL_SNAPSHOT_MEMORY',
        message: expect.stringContaining('the container has'),
      },
      // Which takes no such memory.
      sampling: { code: 'none' },
      kept: 400_000,
    })
    expect(told.snapshot.availableBytes).toBeLessThan(320 * 1_048_576)
    expect(told.snapshot.neededBytes).toBeGreaterThan(500 * 1_048_576)
  })
}
