import { type HeapSite, readHeapProfile } from '../../src/index.js'
import { ProfileBuilder } from '../support/profile-builder.js'

const handler = 'handler /app/routes.js:10'
const parse = 'parse /app/node_modules/parser/index.js:3'

function profile() {
  return new ProfileBuilder()
    .sample([handler, parse, 'push'], 300)
    .sample([handler, parse], 200)
    .sample([handler], 50)
    .sample(['tick node:internal/timers:7', parse], 100)
}

const summary = ({ frame, bytes, samples }: HeapSite) => [frame.functionName, frame.line, bytes, samples]

test('a site is the innermost function that has a file, on whatever stack it was called', () => {
  const read = readHeapProfile(profile().raw())
  expect(read.sites().map(summary)).toEqual([
    ['parse', 3, 600, 3],
    ['handler', 10, 50, 1],
  ])
  expect(read.bytes).toBe(650)
  expect(read.sampleCount).toBe(4)
  const [first] = read.sites()
  expect(first?.stack.map(({ functionName }) => functionName)).toEqual(['push', 'parse', 'handler'])
})

test('a site can be the innermost function of the application', () => {
  const sites = profile().profile().sites({ by: 'application' })
  // Where the application is not on the stack, the innermost function is named.
  expect(sites.map(summary)).toEqual([
    ['handler', 10, 550, 3],
    ['parse', 3, 100, 1],
  ])
})

test('a site can be a whole stack, and is named by a function that has a file', () => {
  const sites = profile().profile().sites({ by: 'stack', stackDepth: 1 })
  expect(sites.map(summary)).toEqual([
    ['parse', 3, 300, 1],
    ['parse', 3, 200, 1],
    ['parse', 3, 100, 1],
    ['handler', 10, 50, 1],
  ])
  expect(sites[0]?.stack).toHaveLength(1)
})

test('text and bytes are read, and modules are called by their path', () => {
  const raw = new ProfileBuilder().sample(['load file:///srv/my%20app/main.mjs:4'], 10).raw()
  const text = JSON.stringify(raw)
  for (const source of [text, new TextEncoder().encode(text)]) {
    expect(readHeapProfile(source).sites()[0]?.frame).toEqual({
      functionName: 'load',
      file: '/srv/my app/main.mjs',
      line: 4,
      column: 0,
    })
  }
})

test('what is allocated below no function is the root’s, and entries without a name are left out', () => {
  const raw = new ProfileBuilder().sample([], 5).sample(['', handler], 7).raw()
  const sites = readHeapProfile(raw).sites()
  expect(sites.map(summary)).toEqual([
    ['handler', 10, 7, 1],
    ['(root)', 0, 5, 1],
  ])
  expect(sites[0]?.stack).toHaveLength(1)
})

test('a sample whose node came too late for the tree is the root’s', () => {
  const { head, samples } = new ProfileBuilder().sample([handler], 70).raw()
  const read = readHeapProfile({ head, samples: [...samples, { size: 9, nodeId: 999, ordinal: 7 }] })
  expect(read.samples).toMatchObject([{ bytes: 70 }, { node: 0, ordinal: 7, bytes: 9 }])
  expect(read.sites()).toHaveLength(1)
})

test('a file of an old producer, without ids and samples, has sites all the same', () => {
  const { head } = new ProfileBuilder().sample([handler], 70).raw()
  const withoutIds = JSON.parse(JSON.stringify(head, (key, value) => (key === 'id' ? undefined : value)))
  const read = readHeapProfile({ head: withoutIds })
  expect(read.sites().map(summary)).toEqual([['handler', 10, 70, 0]])
  expect(read.samples).toBeUndefined()
})

describe('F65: a hostile profile', () => {
  const nodeWith = (change: Record<string, unknown>) => {
    const raw = new ProfileBuilder().sample([handler], 70).raw()
    return { ...raw, head: { ...raw.head, ...change } }
  }
  const samplesWith = (sample: unknown) => ({ ...profile().raw(), samples: [sample] })
  const frame = (change: object) => nodeWith({ callFrame: { ...profile().raw().head.callFrame, ...change } })
  const holdsItself: { head?: unknown; [name: string]: unknown } = nodeWith({})
  ;(holdsItself.head as { children: unknown[] }).children = [holdsItself.head]

  test.each([
    ['no JSON', '{"head":', /JSON/],
    ['no object', '[]', /an object with a `head`/],
    ['nothing', undefined, /an object with a `head`/],
    ['no head', {}, /node 0 to be an object/],
    ['prototype keys', '{"__proto__":{"head":{}}}', /node 0 to be an object/],
    ['no frame', nodeWith({ callFrame: null }), /`callFrame` of node 0/],
    ['a name that is none', frame({ functionName: 7 }), /`functionName` of node 0 to be a string, got 7/],
    ['a line that is none', frame({ functionName: 'f', lineNumber: 1.5 }), /`lineNumber` of node 0/],
    ['a negative size', nodeWith({ selfSize: -1 }), /`selfSize` of node 0 to be a number of bytes, got -1/],
    ['an endless size', nodeWith({ selfSize: Number.POSITIVE_INFINITY }), /`selfSize` of node 0/],
    ['a size that is none', nodeWith({ selfSize: 'x'.repeat(100) }), /got "x{40}"/],
    ['no children', nodeWith({ children: undefined }), /`children` of node 0 to be an array/],
    ['children that are none', nodeWith({ children: [null] }), /node 1 to be an object/],
    ['one id twice', nodeWith({ id: 2 }), /the id 2 of node 1/],
    ['samples that are none', { ...profile().raw(), samples: {} }, /`samples` to be an array/],
    ['a sample of no node', samplesWith({ size: 1, ordinal: 1 }), /`nodeId` of sample 0/],
    ['a sample without ordinal', samplesWith({ size: 1, nodeId: 1 }), /`ordinal` of sample 0/],
    ['a node that holds itself', nodeWithoutId(holdsItself), /stacks of at most 1000/],
  ])('%s is refused, and why is said', (_, source, message) => {
    expect(() => readHeapProfile(source)).toThrow(
      expect.objectContaining({
        code: 'ERR_PLIMSOLL_PROFILE_FORMAT',
        message: expect.stringMatching(message),
      }),
    )
  })

  test('more of it than was allowed is refused before it is read', () => {
    expect(() => readHeapProfile(' '.repeat(11), { maxBytes: 10 })).toThrow(/at most 10 bytes, got 11/)
    expect(() => readHeapProfile(profile().raw(), { maxNodes: 3 })).toThrow(/at most 3 nodes/)
    const { head, samples } = new ProfileBuilder().sample([], 1).sample([], 2).raw()
    expect(() => readHeapProfile({ head, samples }, { maxNodes: 1 })).toThrow(/at most 1 samples/)
  })

  function nodeWithoutId(raw: { head?: unknown }) {
    const head = raw.head as Record<string, unknown>
    head.id = undefined
    return { head }
  }
})
