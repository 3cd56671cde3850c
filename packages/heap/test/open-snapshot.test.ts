import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { type HeapSnapshot, openSnapshot, type SnapshotProgress } from '../src/index.js'
import { SnapshotBuilder } from './support/snapshot-builder.js'

const folder = mkdtempSync(path.join(os.tmpdir(), 'open-snapshot-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A registry with two sessions of one kind; each holds a secret. */
function registry(): SnapshotBuilder {
  const made = new SnapshotBuilder()
  const root = made.node('synthetic', '')
  const global = made.node('object', 'global', { size: 16 })
  const roots = made.node('synthetic', '(GC roots)')
  const map = made.node('object', 'Map', { size: 24 })
  const table = made.node('array', '', { size: 64 })
  made.edge(root, global, 'shortcut', 'global')
  made.edge(root, roots, 'element', 1)
  made.edge(roots, global, 'element', 0)
  made.edge(global, map, 'property', 'sessions')
  made.edge(map, table, 'internal', 'table')
  for (let index = 0; index < 2; index++) {
    const session = made.node('object', 'Session', { size: 32 })
    made.edge(table, session, 'internal', String(index))
    made.edge(session, made.node('string', `secret ${index}`, { size: 40 }), 'property', 'token')
  }
  return made
}

let written = 0
function fileOf(made: SnapshotBuilder): string {
  const file = path.join(folder, `${++written}.heapsnapshot`)
  writeFileSync(file, made.bytes('node24'))
  return file
}

const pathText = (snapshot: HeapSnapshot, id: number): string | undefined =>
  snapshot
    .retainerPath(id)
    ?.map(({ edge, name }) => (edge === undefined ? name : `-${edge}-> ${name}`))
    .join(' ')

describe.each(['wasm', 'javascript'] as const)('openSnapshot, %s', (kernel) => {
  test('tells what each object and each class retains', async () => {
    using snapshot = await openSnapshot(fileOf(registry()), { kernel })
    expect(snapshot).toMatchObject({ nodeCount: 9, edgeCount: 9, totalBytes: 248, unreachableCount: 0 })
    expect(snapshot.classes()).toEqual([
      { name: 'global', count: 1, shallowBytes: 16, retainedBytes: 248 },
      { name: 'Map', count: 1, shallowBytes: 24, retainedBytes: 232 },
      { name: '(array)', count: 1, shallowBytes: 64, retainedBytes: 208 },
      { name: 'Session', count: 2, shallowBytes: 64, retainedBytes: 144 },
      { name: '(string)', count: 2, shallowBytes: 80, retainedBytes: 80 },
    ])
    const [session] = snapshot.largest(1, 'Session')
    expect(session).toEqual({
      ...{ id: 11, name: 'Session', kind: 'object', shallowBytes: 32, retainedBytes: 72, detached: false },
    })
    expect(snapshot.dominator(11)).toMatchObject({ id: 9, kind: 'array', name: '(array)' })
    expect(snapshot.dominator(1)).toMatchObject({ id: 1 })
    expect(snapshot.retainedBytes(9)).toBe(208)
  })

  test('shows the way from the globals to an object', async () => {
    using snapshot = await openSnapshot(fileOf(registry()), { kernel })
    expect(pathText(snapshot, 15)).toBe(
      '(root) -global-> global -sessions-> Map -table-> (array) -1-> Session',
    )
    expect(snapshot.retainerPath(15)?.[1]).toMatchObject({ id: 3, edge: 'global', edgeKind: 'shortcut' })
    expect(pathText(snapshot, 5)).toBe('(root) -1-> (GC roots)')
    expect(pathText(snapshot, 1)).toBe('(root)')
  })

  test('decodes the contents of a string only when asked for them', async () => {
    using snapshot = await openSnapshot(fileOf(registry()), { kernel })
    expect(snapshot.node(13)).toMatchObject({ kind: 'string', name: '(string)' })
    expect(snapshot.text(13)).toBe('secret 0')
    expect(snapshot.text(11)).toBeUndefined()
  })

  test('of a stream all is the same but for the contents of strings, which it does not keep', async () => {
    const bytes = registry().bytes('node20')
    using snapshot = await openSnapshot(Readable.from([bytes.subarray(0, 700), bytes.subarray(700)]), {
      kernel,
    })
    expect(snapshot.totalBytes).toBe(248)
    expect(pathText(snapshot, 15)).toBe(
      '(root) -global-> global -sessions-> Map -table-> (array) -1-> Session',
    )
    expect(snapshot.text(13)).toBeUndefined()
  })

  test('the value of a WeakMap hangs on its key; the way to it does not lead through the table', async () => {
    const made = new SnapshotBuilder()
    const root = made.node('synthetic', '')
    const [table, key, value] = ['', 'Key', 'Value'].map((name, index) =>
      made.node(index === 0 ? 'array' : 'object', name, { size: 8 }),
    ) as [number, number, number]
    const name = '1 / part of key (Key @5) -> value (Value @7) pair in WeakMap (table @3)'
    made.edge(root, table, 'element', 0)
    made.edge(root, made.node('object', 'Holder', { size: 8 }), 'element', 1)
    made.edge(4, key, 'property', 'held')
    made.edge(table, value, 'internal', name)
    made.edge(key, value, 'internal', name)
    using snapshot = await openSnapshot(fileOf(made), { kernel })
    expect(snapshot.dominator(7)).toMatchObject({ name: 'Key' })
    expect(snapshot.retainerPath(7)?.map((step) => step.name)).toEqual(['(root)', 'Holder', 'Key', 'Value'])
  })

  test('sizes beyond 32 bits are added up as they are', async () => {
    const made = new SnapshotBuilder()
    made.node('synthetic', '')
    const holder = made.node('object', 'Buffer', { size: 100 })
    made.edge(0, holder, 'property', 'huge')
    made.edge(
      holder,
      made.node('native', 'system / JSArrayBufferData', { size: 5_000_000_000 }),
      'internal',
      'data',
    )
    using snapshot = await openSnapshot(fileOf(made), { kernel })
    expect(snapshot.retainedBytes(3)).toBe(5_000_000_100)
    expect(snapshot.node(5)?.shallowBytes).toBe(5_000_000_000)
    expect(snapshot.classes()[1]).toMatchObject({ shallowBytes: 5_000_000_000, retainedBytes: 5_000_000_000 })
  })

  test('what else looks at an object of the page is no dominator of it, as in Chrome the debugger', async () => {
    const made = new SnapshotBuilder()
    const root = made.node('synthetic', '')
    const trees = made.node('synthetic', '(Document DOM trees)')
    const roots = made.node('synthetic', '(GC roots)')
    const element = made.node('native', 'Detached <div id="a">', { size: 8, detachedness: 2 })
    made.edge(root, trees, 'element', 1)
    made.edge(root, roots, 'element', 2)
    for (const holder of [trees, roots]) made.edge(holder, element, 'element', 0)
    using snapshot = await openSnapshot(fileOf(made), { kernel })
    expect(snapshot.dominator(7)).toMatchObject({ name: '(Document DOM trees)' })
    expect(snapshot.node(7)).toMatchObject({ name: 'Detached <div id="a">', detached: true })
    expect(snapshot.classes()).toEqual([
      { name: 'Detached <div>', count: 1, shallowBytes: 8, retainedBytes: 8 },
    ])
    expect(snapshot.largest(1, 'Detached <div>')).toEqual([snapshot.node(7)])
  })

  test('what only a WeakRef leads to counts as held by the root, and is counted', async () => {
    const made = registry()
    made.edge(1, made.node('object', 'Target', { size: 8, id: 99 }), 'weak', 'target')
    using snapshot = await openSnapshot(fileOf(made), { kernel })
    expect(snapshot.unreachableCount).toBe(1)
    expect(snapshot.dominator(99)).toMatchObject({ id: 1 })
    expect(snapshot.retainerPath(99)).toBeUndefined()
  })
})

test('of ids that it does not have there is nothing to tell, however often it is asked', async () => {
  const made = registry()
  for (let index = 0; index < 100; index++) made.node('object', 'Same', { id: 2 ** 40, size: index })
  using snapshot = await openSnapshot(fileOf(made))
  for (let round = 0; round < 50; round++) {
    expect(snapshot.node(15)).toMatchObject({ name: 'Session' })
    expect(snapshot.node(2)).toBeUndefined()
    expect(snapshot.retainedBytes(4_000_000_000)).toBeUndefined()
    expect(snapshot.dominator(-1)).toBeUndefined()
    expect(snapshot.retainerPath(Number.NaN)).toBeUndefined()
    expect(snapshot.text(2)).toBeUndefined()
    expect(snapshot.node(2 ** 40)).toMatchObject({ shallowBytes: 0 })
  }
})

test('a closed snapshot says so', async () => {
  const snapshot = await openSnapshot(fileOf(registry()))
  snapshot.close()
  snapshot.close()
  for (const ask of [() => snapshot.classes(), () => snapshot.node(1), () => snapshot.retainerPath(1)]) {
    expect(ask).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_SNAPSHOT_CLOSED' }))
  }
})

describe('while it works', () => {
  const many = new SnapshotBuilder()
  for (let row = 0; row < 70_000; row++) {
    many.node('object', 'Node', { size: 8 })
    if (row > 0) many.edge(row >>> 1, row, 'property', 'child')
  }
  const file = fileOf(many)

  test('it tells how far it has come', async () => {
    const seen: SnapshotProgress[] = []
    using snapshot = await openSnapshot(file, { onProgress: (progress) => seen.push(progress) })
    expect(snapshot.retainedBytes(1)).toBe(560_000)
    const analyzing = seen.filter(({ phase }) => phase === 'analyze').map(({ ratio }) => ratio ?? 0)
    expect(seen[0]).toMatchObject({ phase: 'parse' })
    expect(analyzing.length).toBeGreaterThan(5)
    expect(analyzing).toEqual([...analyzing].sort((one, other) => one - other))
    expect(analyzing.at(-1)).toBeLessThanOrEqual(1)
  })

  test('the event loop gets its turn', async () => {
    let turns = 0
    const count = (): void => {
      turns++
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    let before = 0
    using _ = await openSnapshot(file, {
      onProgress: ({ phase }) => {
        if (phase === 'parse') before = turns
      },
    })
    clearImmediate(timer)
    expect(turns - before).toBeGreaterThan(5)
  })

  test.each(['parse', 'analyze'] as const)(
    'it can be called off, phase %s, and gives back the file',
    async (phase) => {
      const controller = new AbortController()
      const reason = new Error('no longer wanted')
      const opening = openSnapshot(file, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) controller.abort(reason)
        },
      })
      await expect(opening).rejects.toBe(reason)
      for (let turns = 0; turns < 1_000 && isOpen(file); turns++) await new Promise(setImmediate)
      expect(isOpen(file)).toBe(false)
    },
  )

  test('what the progress callback throws ends the work', async () => {
    const fault = new Error('of the callback')
    const opening = openSnapshot(file, {
      onProgress: ({ phase }) => {
        if (phase === 'analyze') throw fault
      },
    })
    await expect(opening).rejects.toBe(fault)
  })
})

function isOpen(file: string): boolean {
  const links = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`)
    } catch {
      return ''
    }
  })
  return links.includes(file)
}
