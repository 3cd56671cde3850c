import { isOwnSuite, readStack } from '../src/index.js'

const names = (sites: readonly NodeJS.CallSite[]) => sites.map((site) => site.getFunctionName())

describe('the stack', () => {
  test('begins above the given function, and leaves no trace of having been read', () => {
    const { stackTraceLimit } = Error
    const inner = () => readStack(inner, 2, names)
    const outer = () => inner()
    expect(outer()?.[0]).toBe('outer')
    expect(outer()).toHaveLength(2)
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
    expect(new Error('as ever').stack).toMatch(/^Error: as ever\n {4}at /)
  })

  test("is read past the program's own way of telling stacks, which stays", () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
    const own = () => 'told in its own way'
    Error.prepareStackTrace = own
    try {
      const here = () => readStack(here, 1, names)
      expect(here()).toHaveLength(1)
      expect(Error.prepareStackTrace).toBe(own)
    } finally {
      if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
      else Object.defineProperty(Error, 'prepareStackTrace', before)
    }
  })

  test('tells the files of this suite from others', () => {
    const file = __filename.replace(/test[\\/][^\\/]*$/, 'src/index.ts')
    expect(isOwnSuite(file)).toBe(true)
    expect(isOwnSuite(__filename)).toBe(false)
    expect(isOwnSuite('/app/node_modules/@plimsoll/http/dist/esm/index.js')).toBe(true)
    expect(isOwnSuite('/app/node_modules/express/index.js')).toBe(false)
  })
})
