import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseNodes } from '../../src/parse/parse-nodes.js'
import { parseSnapshot } from '../../src/parse/parse-snapshot.js'
import type { ParsedSnapshot } from '../../src/parse/parsed-snapshot.js'

/** Ephemerons, an element at a great index, and something of 5 GB that costs nothing. */
const PROGRAM = `
  globalThis.held = [new WeakMap(), Object.assign([], { 4000000000: 1, 4294967290: {} }), { 3000000001: {} }, 'é😀"']
  for (let i = 0; i < 50; i++) { const key = { i }; held.push(key); held[0].set(key, { value: i }) }
  require('node:v8').writeHeapSnapshot(process.argv[1])`

interface SnapshotJson {
  readonly snapshot: { readonly node_count: number; readonly meta: { readonly node_fields: string[] } }
  readonly nodes: number[]
  readonly edges: number[]
  readonly locations: number[]
  readonly strings: string[]
}

let folder: string
let file: string
let json: SnapshotJson

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-heap-'))
  file = path.join(folder, 'real.heapsnapshot')
  execFileSync(process.execPath, ['-e', PROGRAM, file])
  json = JSON.parse(readFileSync(file, 'utf8'))
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** How many rows differ from what JSON.parse reads; compared without a matcher for each of 300,000 values. */
function differences({ columns, header }: ParsedSnapshot): number {
  const { node, edge } = header
  const value = (row: number, field: number): number => json.nodes[row * node.fieldCount + field] as number
  const edgeValue = (row: number, field: number): number =>
    json.edges[row * edge.fieldCount + field] as number
  let different = 0
  for (let row = 0; row < columns.nodeCount; row++) {
    const edges = (columns.firstEdges[row + 1] as number) - (columns.firstEdges[row] as number)
    const same =
      node.kinds[value(row, node.type)] !== undefined &&
      columns.nodeNames[row] === value(row, node.name) &&
      columns.nodeIds[row] === value(row, node.id) &&
      columns.nodeSizes[row] === value(row, node.selfSize) &&
      (columns.nodeKinds[row] as number) >>> 5 === value(row, node.detachedness) &&
      edges === value(row, node.edgeCount)
    if (!same) different++
  }
  for (let row = 0; row < columns.edgeCount; row++) {
    const target = (columns.edgeTargets[row] as number) >>> 3
    const name = columns.edgeNames?.[row] ?? edgeValue(row, edge.nameOrIndex) >>> 0
    const same =
      target * node.fieldCount === edgeValue(row, edge.toNode) &&
      name === edgeValue(row, edge.nameOrIndex) >>> 0
    if (!same) different++
  }
  return different
}

describe.each(['wasm', 'javascript'] as const)('%s', (kernel) => {
  test('a file of this Node gives what JSON.parse reads', async () => {
    const parsed = await parseSnapshot(file, { kernel, edgeNames: 'keep' })
    expect(parsed.kernel.name).toBe(kernel)
    expect(parsed.columns.nodeCount).toBe(json.snapshot.node_count)
    expect(differences(parsed)).toBe(0)
    expect(parsed.strings.count).toBe(json.strings.length)
    for (let index = 0; index < json.strings.length; index += 17) {
      expect(parsed.strings.text(index)).toBe(json.strings[index])
    }
    expect(parsed.ephemeronNames.count).toBe(
      json.strings.filter((text) => / in WeakMap \(table @/.test(text)).length,
    )
    parsed.close()
  })

  test('its stream gives the same, without the contents of strings', async () => {
    const parsed = await parseSnapshot(createReadStream(file, { highWaterMark: 65_535 }), { kernel })
    expect(differences(parsed)).toBe(0)
    const { columns, strings } = parsed
    const names = new Set<number>()
    for (let row = 0; row < columns.nodeCount; row++) {
      if (((columns.nodeKinds[row] as number) & 31) === 3) names.add(columns.nodeNames[row] as number)
    }
    expect([...names].map((name) => strings.text(name))).toEqual([...names].map((name) => json.strings[name]))
    const secret = json.strings.findIndex((text) => text.startsWith('é'))
    expect(secret).toBeGreaterThan(0)
    expect(strings.text(secret)).toBeUndefined()
    parsed.close()
  })
})

test('names of edges are read again, also after their column was given up', async () => {
  const parsed = await parseSnapshot(file, { edgeNames: 'keep' })
  const some = Array.from({ length: 200 }, (_, step) => Math.floor((step * parsed.columns.edgeCount) / 200))
  const kept = some.map((edge) => parsed.edgeName(edge))
  expect(parsed.releaseEdgeNames()).toBeInstanceOf(Uint32Array)
  expect(parsed.columns.edgeNames).toBeUndefined()
  expect(some.map((edge) => parsed.edgeName(edge))).toEqual(kept)
  parsed.close()
})

test('nodes alone read the nodes and the strings that are asked for, and pass over the edges', async () => {
  const nodes = await parseNodes(file)
  const streamed = await parseNodes(createReadStream(file))
  expect([...nodes.nodeIds]).toEqual([...streamed.nodeIds])
  const objects = [...nodes.nodeNames].filter((_, row) => ((nodes.nodeKinds[row] as number) & 31) === 3)
  const names = [...new Set(objects)]
  const expected = names.map((name) => json.strings[name])
  expect(await nodes.names(names.slice(0, 3))).toEqual(expected.slice(0, 3))
  expect(await nodes.names(names)).toEqual(expected)
  expect(await streamed.names(names)).toEqual(expected)
  expect(nodes.bytesRead).toBeLessThan(streamed.bytesRead)
  await expect(nodes.names([json.strings.length])).rejects.toMatchObject({
    code: 'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
  })
  nodes.close()
  streamed.close()
})
