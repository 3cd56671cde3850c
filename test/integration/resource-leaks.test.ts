import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Outstanding } from '@plimsoll/resource-tracker'
import { endExamples, type Figures, leaksFolder, serveExample, visit } from './resource-leaks-process.js'

const VISITORS = 20
/** The first listeners of an event are not watched, whosever they are. */
const UNWATCHED = 5

interface Leak {
  readonly title: string
  readonly folder: string
  readonly path: string
  readonly leaves: boolean
  readonly grows: 'timers' | 'listeners' | 'descriptors'
  readonly found: Partial<Outstanding>
  readonly functionName: string
  /** What stands in the line that observe has to name. */
  readonly code: string
  /** What is held open, where that is a file. */
  readonly file?: string
}

const LEAKS: readonly Leak[] = [
  ...['express', 'koa'].map(
    (framework): Leak => ({
      title: `F18: ${framework}: an interval that nobody clears when the client leaves`,
      folder: `${framework}/interval`,
      path: '/memory',
      leaves: true,
      grows: 'timers',
      found: { kind: 'timer', route: '/memory' },
      functionName: 'sendMemory',
      code: 'setInterval(',
    }),
  ),
  {
    title: 'express: a listener per request on an emitter that all share',
    folder: 'express/listener',
    path: '/stock/lamp',
    leaves: false,
    grows: 'listeners',
    found: { kind: 'listener', route: '/stock/:item' },
    functionName: 'sendCount',
    code: "stock.on('error', next)",
  },
  ...['express', 'koa'].map(
    (framework): Leak => ({
      title: `F18: ${framework}: a file that is piped to a client who leaves`,
      folder: `${framework}/download`,
      path: '/film',
      leaves: true,
      grows: 'descriptors',
      found: { kind: 'descriptor', route: '/film' },
      functionName: 'sendFilm',
      code: 'createReadStream(process.execPath)',
      file: process.execPath,
    }),
  ),
  {
    title: 'F20: express: a file handle that an error keeps from being closed',
    folder: 'express/file-handle',
    path: '/orders/4712',
    leaves: false,
    grows: 'descriptors',
    found: { kind: 'descriptor', route: '/orders/:id' },
    functionName: 'sendOrder',
    code: 'await open(',
    file: path.join(leaksFolder, 'express', 'file-handle', 'orders', '4712'),
  },
]

const lineAt = (file: string, line: number): string => readFileSync(file, 'utf8').split('\n')[line - 1] ?? ''

describe('examples/resource-leaks', () => {
  jest.setTimeout(60_000)
  afterEach(endExamples)

  test.each(LEAKS)('$title: leaks and is named by observe; the right one does neither', async (leak) => {
    const files = ['wrong.js', 'right.js'].map((name) => `${leak.folder}/${name}`)
    const [wrong, right] = (await Promise.all(files.map(serveExample))) as [Served, Served]
    const open = (figures: Figures) => [figures.connections, figures[leak.grows]]
    const before = await Promise.all([wrong.figures(true), right.figures(true)])

    for (let visitors = 0; visitors < VISITORS; visitors += 1) {
      await Promise.all([wrong, right].map(({ port }) => visit(port, leak.path, leak.leaves)))
    }
    await wrong.until((figures) => expect(open(figures)).toEqual([0, before[0][leak.grows] + VISITORS]))
    await right.until((figures) => expect(open(figures)).toEqual([0, before[1][leak.grows]]))
    if (leak.file !== undefined) {
      expect([wrong.opened(leak.file), right.opened(leak.file)]).toEqual([VISITORS, 0])
    }

    const { found } = await wrong.until((figures) => {
      expect(figures.found).toMatchObject([leak.found])
      expect(figures.found[0]?.count).toBeGreaterThanOrEqual(VISITORS - UNWATCHED)
    })
    const { functionName, file, line } = found[0]?.site ?? fail('no site')
    expect([functionName, file]).toEqual([leak.functionName, path.join(leaksFolder, files[0] ?? '')])
    expect(lineAt(file, line)).toContain(leak.code)
    // It has served as many for as long.
    expect((await right.figures()).found).toEqual([])
  })
})

type Served = Awaited<ReturnType<typeof serveExample>>

function fail(message: string): never {
  throw new Error(message)
}
