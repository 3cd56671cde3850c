import { Buffer } from 'node:buffer'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { parseSnapshot } from '../src/parse/parse-snapshot.js'
import { redact } from '../src/redact/redact.js'
import { arbitrarySnapshot } from './support/arbitrary-snapshot.js'
import { cut } from './support/cut.js'
import { plainColumns } from './support/plain-columns.js'
import { SnapshotBuilder } from './support/snapshot-builder.js'

let folder: string
let copies = 0
const inFolder = (name: string): string => path.join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-redact-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const CONTENT = ['string', 'concatenated string', 'sliced string']

async function redacted(bytes: Uint8Array, pieces: readonly number[] = [70_000]): Promise<Buffer> {
  const target = inFolder(`copy-${copies++}.heapsnapshot`)
  await redact(cut(bytes, pieces), target)
  return readFileSync(target)
}

async function columnsOf(bytes: Uint8Array): Promise<Record<string, unknown>> {
  const parsed = await parseSnapshot(cut(bytes, [100_000]))
  try {
    return plainColumns(parsed)
  } finally {
    parsed.close()
  }
}

function customer(): SnapshotBuilder {
  const builder = new SnapshotBuilder()
  const root = builder.node('synthetic', '')
  const user = builder.node('object', 'User', { size: 5_000_000_000 })
  const email = builder.node('string', 'ann@example.org', { size: 32 })
  const shared = builder.node('string', 'password', { size: 24 })
  const joined = builder.node('concatenated string', 'top secret', { size: 24 })
  const table = builder.node('object', 'WeakMap', { id: 77 })
  builder.edge(root, user, 'property', 'user')
  builder.edge(user, email, 'property', 'email')
  builder.edge(user, joined, 'property', 'password')
  builder.edge(joined, shared, 'internal', 'first')
  const entry = `4 / part of key (User @3) -> value (${'x" @9) -> value ('}ann@example.org @5) pair in WeakMap (table @77)`
  builder.edge(table, email, 'internal', entry)
  builder.edge(user, email, 'internal', entry)
  builder.location(user, 1, 2, 3)
  return builder
}

test('contents are gone, names stay, and a name that is also a content is no longer that', async () => {
  const copy = await redacted(customer().bytes('node24', { extraStrings: ['unused secret'] }))
  const text = copy.toString('latin1')
  for (const secret of ['example.org', 'top secret', 'unused secret']) expect(text).not.toContain(secret)
  const json = JSON.parse(text)
  // The key's name quotes an id of its own: what matters is that nothing of it is left.
  expect(json.strings).toEqual([
    '(redacted)',
    '',
    'User',
    '',
    'password',
    '',
    'WeakMap',
    'user',
    'email',
    '4 / part of key (* @9) -> value (* @5) pair in WeakMap (table @77)',
    'first',
    '',
  ])
  const names = json.nodes.filter((_: number, at: number) => at % 6 === 1)
  expect(names).toEqual([1, 2, 0, 0, 0, 6])
})

test('everything but names of contents is as it was, however it is cut', async () => {
  const pieces = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 3_000 })), {
    minLength: 1,
    maxLength: 4,
  })
  const property = fc.asyncProperty(arbitrarySnapshot, pieces, async ({ builder, style, twist }, lengths) => {
    const bytes = builder.bytes(style, twist)
    const copy = await redacted(bytes, lengths)
    const [before, after] = [await columnsOf(bytes), await columnsOf(copy)]
    const masked = (name: unknown): unknown =>
      String(name).replace(/(part of key \().*( @\d+\) -> value \().*( @\d+\) pair in)/s, '$1*$2*$3')
    const nodeNames = builder.nodes.map(({ kind }, row) =>
      CONTENT.includes(kind) ? 0 : (before.nodeNames as number[])[row],
    )
    const edges = (before.edges as unknown[]).map((name) => (typeof name === 'string' ? masked(name) : name))
    // A content that reads like an ephemeron's name is one no more.
    expect(after).toEqual({ ...before, nodeNames, edges, ephemerons: expect.anything() })
    const named = new Set([...nodeNames.slice().filter(Boolean).map(Number)])
    const [original, strings] = [JSON.parse(bytes.toString()).strings, JSON.parse(copy.toString()).strings]
    for (const name of named) expect(strings[name]).toBe(masked(original[name]))
  })
  await fc.assert(property, { numRuns: 60 })
})

test('a redacted copy redacted again does not change', async () => {
  const once = await redacted(customer().bytes('node20'))
  expect((await redacted(once)).equals(once)).toBe(true)
})

test('long contents and long names', async () => {
  const builder = new SnapshotBuilder()
  const name = 'n\\"'.repeat(30_000)
  builder.node('object', name)
  builder.node('string', 's'.repeat(90_000))
  const json = JSON.parse((await redacted(builder.bytes('node20'), [1_000])).toString())
  expect(json.strings).toEqual(['(redacted)', name, ''])
})

test('the copy is for its owner alone, and nothing that exists is written to', async () => {
  const source = inFolder('source.heapsnapshot')
  writeFileSync(source, customer().bytes('node20'))
  const target = inFolder('target.heapsnapshot')
  const summary = await redact(source, target)
  expect(summary).toEqual({
    redactedNodes: 3,
    redactedStrings: 2,
    bytesRead: statSync(source).size,
    bytesWritten: statSync(target).size,
  })
  if (process.platform !== 'win32') expect(statSync(target).mode & 0o777).toBe(0o600)
  const elsewhere = inFolder('elsewhere')
  const link = inFolder('link.heapsnapshot')
  symlinkSync(elsewhere, link)
  for (const taken of [target, source, link]) {
    await expect(redact(source, taken)).rejects.toMatchObject({ code: 'EEXIST' })
  }
  expect(existsSync(elsewhere)).toBe(false)
})

test('F65: what fails leaves no copy behind', async () => {
  const bytes = customer().bytes('node20')
  const target = inFolder('half.heapsnapshot')
  const cutOff = cut(bytes.subarray(0, bytes.length - 5), [64])
  await expect(redact(cutOff, target)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED' })
  const letters = Buffer.from(bytes.toString('latin1').replace('"nodes":[9', '"nodes":[x'), 'latin1')
  await expect(redact(cut(letters, [64]), target)).rejects.toMatchObject({ section: 'nodes' })
  const unknown = Buffer.from(bytes.toString('latin1').replace('"nodes":[9', '"nodes":[99'), 'latin1')
  await expect(redact(cut(unknown, [64]), target)).rejects.toMatchObject({ section: 'nodes' })
  const stopped = new AbortController()
  const source = (async function* () {
    yield bytes.subarray(0, 600)
    stopped.abort(new Error('enough'))
    yield bytes.subarray(600)
  })()
  await expect(redact(source, target, { signal: stopped.signal })).rejects.toThrow('enough')
  expect(readdirSync(folder)).toEqual([])
})
