import { ask } from '../contract/ask.js'
import { startContained, stopContained } from '../support/contained-process.js'
import { createMemoryGroup, removeMemoryGroups } from '../support/memory-group.js'

const MIB = 1_048_576
jest.setTimeout(60_000)

const group = createMemoryGroup()
if ('reason' in group) console.warn(`Real cgroups are not tested here: ${group.reason}`)
else group.limit(256 * MIB)

afterEach(stopContained)
afterAll(removeMemoryGroups)

async function startServer() {
  if ('reason' in group) throw new Error(group.reason)
  const { ended, ask: tell } = await startContained(group)
  const port = await tell<number>('serve')
  expect((await ask(port, '/hello')).status).toBe(200)
  return { ended, port }
}

const withCgroups = 'reason' in group ? describe.skip : describe

withCgroups('F43: a request that takes 300 MiB where there are 256', () => {
  test('is refused before it is read when it declares so much, and costs nobody else anything', async () => {
    const { port } = await startServer()
    const headers = { 'Content-Length': 300 * MIB, Expect: '100-continue' }
    expect((await ask(port, '/import', { method: 'POST', headers })).status).toBe(413)
    expect((await ask(port, '/hello')).status).toBe(200)
  })

  test('ends the process when it parses so much, and the next one in the container serves', async () => {
    const first = await startServer()
    await expect(ask(first.port, '/parse')).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(first.ended).rejects.toThrow(/SIGKILL|SIGABRT/)
    const next = await startServer()
    expect((await ask(next.port, '/readyz')).status).toBe(200)
  })
})
