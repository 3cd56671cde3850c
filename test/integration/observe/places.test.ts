import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { RequestHandler } from 'express5'
import ts from 'typescript'
import { inFunction, observing } from './observing.js'

const { watch } = observing()

const SOURCE = `import type { Resources } from './types.js'

/** Lines that are gone when this has been compiled. */
export interface Kept {
  readonly timers: Resources[]
}

export function ticker(_request: unknown, response: { send(text: string): void }): void {
  kept.push(setInterval(() => {}, 1000))
  response.send('ok')
}

export const kept: unknown[] = []
`
const LINE = 9

const timers: NodeJS.Timeout[] = []
let folder: string
beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-places-')))
})
afterEach(() => {
  for (const timer of timers.splice(0)) clearInterval(timer)
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function compile(
  name: string,
  options: ts.CompilerOptions,
): { ticker: RequestHandler; kept: NodeJS.Timeout[] } {
  const out = path.join(folder, 'dist')
  fs.mkdirSync(out, { recursive: true })
  const { outputText, sourceMapText } = ts.transpileModule(SOURCE, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      sourceRoot: '../src/',
      ...options,
    },
    fileName: `${name}.ts`,
  })
  fs.writeFileSync(path.join(out, `${name}.js`), outputText)
  if (sourceMapText !== undefined) fs.writeFileSync(path.join(out, `${name}.js.map`), sourceMapText)
  return require(path.join(out, `${name}.js`))
}

describe('places', () => {
  test.each([
    ['beside the file', 'beside', { sourceMap: true }],
    ['inside of it', 'inside', { inlineSourceMap: true }],
  ])('are those of the source, through a map %s', async (_, name, options) => {
    const { ticker, kept } = compile(name, options)
    const app = await watch({ '/ticker': ticker })
    await app.times(10, '/ticker')
    const [found] = await app.finds({ kind: 'timer', count: 10 })
    timers.push(...kept)
    expect(found?.site).toMatchObject({
      functionName: 'ticker',
      file: path.join(folder, 'src', `${name}.ts`),
      line: LINE,
    })
  })

  test('are those of the running code where the map is broken', async () => {
    const { ticker, kept } = compile('broken', { sourceMap: true })
    fs.writeFileSync(path.join(folder, 'dist', 'broken.js.map'), '{"version":3,')
    const app = await watch({ '/ticker': ticker })
    await app.times(10, '/ticker')
    await app.finds({ kind: 'timer', count: 10, ...inFunction('ticker', path.join('dist', 'broken.js')) })
    timers.push(...kept)
  })
})
