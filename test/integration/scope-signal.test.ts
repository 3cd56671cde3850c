import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const scenario = path.join(__dirname, 'scenarios', 'client-leaves.cjs')
const hook = path.join(__dirname, '..', 'support', 'typescript-sources.cjs')

test('a client that leaves makes no noise in the log, and hides no mistake', async () => {
  const flags = ['--conditions=plimsoll-source', '--require', hook]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, scenario])
  const printed: Record<string, readonly string[]> = JSON.parse(stdout)
  // Express prints what it is given, to which some versions of `fetch` add where they are; Koa nothing that its
  // client may be told.
  const [told, ...where] = printed['express fetch'] ?? []
  expect(told).toContain('The client left before the response was finished')
  expect(where.filter((line) => !line.includes('node:internal'))).toEqual([])
  expect(printed['koa fetch']).toEqual([''])
  expect(printed['koa timer']).toEqual([''])
  for (const framework of ['express', 'koa']) {
    expect(printed[`${framework} fails`]?.slice(0, 2)).toEqual([
      'Error: a mistake of its own',
      expect.stringContaining('client-leaves.cjs'),
    ])
  }
}, 30_000)
