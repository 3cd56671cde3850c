import { EDGE_KINDS, NODE_KINDS } from './kinds.js'
import type { ReadPosition } from './read-position.js'
import type { EdgeLayout, NodeLayout, SnapshotHeader } from './snapshot-header.js'

/** Edge targets are packed with their kind into 32 bits. */
const MAX_NODES = 2 ** 29
const MAX_FIELDS = 64
const MAX_TYPES = 255

/** Reads the `snapshot` object by the names of its fields; throws where what is needed is not there. */
export function parseHeader(value: unknown, position: ReadPosition): SnapshotHeader {
  const meta = record(own(value, 'meta'), 'meta', position)
  const node = nodeLayout(meta, position)
  const nodeCount = count(value, 'node_count', position)
  const edgeCount = count(value, 'edge_count', position)
  // Edges name their target by its place in the flat array of nodes, which has to fit 32 bits.
  if (nodeCount > MAX_NODES || nodeCount * node.fieldCount > 2 ** 32 || edgeCount >= 2 ** 32) {
    throw position.error(
      'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
      `Expected at most ${MAX_NODES} nodes and ${2 ** 32 - 1} edges, got ${nodeCount} and ${edgeCount}`,
    )
  }
  if (nodeCount === 0) throw position.format('Expected a snapshot with a root, got no nodes')
  const native = own(value, 'extra_native_bytes')
  return {
    nodeCount,
    edgeCount,
    node,
    edge: edgeLayout(meta, position),
    locationFields:
      own(meta, 'location_fields') === undefined ? [] : names(meta, 'location_fields', position),
    extraNativeBytes: typeof native === 'number' && native >= 0 ? native : 0,
  }
}

function nodeLayout(meta: object, position: ReadPosition): NodeLayout {
  const { fields, place, ...layout } = rowLayout(meta, 'node', NODE_KINDS, position)
  return {
    ...layout,
    name: place('name'),
    id: place('id'),
    selfSize: place('self_size'),
    edgeCount: place('edge_count'),
    detachedness: fields.indexOf('detachedness'),
  }
}

function edgeLayout(meta: object, position: ReadPosition): EdgeLayout {
  const { fields: _, place, ...layout } = rowLayout(meta, 'edge', EDGE_KINDS, position)
  return { ...layout, nameOrIndex: place('name_or_index'), toNode: place('to_node') }
}

/** What rows of both sections have; `kinds` are ours for the type numbers of the file. */
function rowLayout<Kind extends string>(
  meta: object,
  of: 'node' | 'edge',
  known: readonly (Kind | 'other')[],
  position: ReadPosition,
) {
  const fields = names(meta, `${of}_fields`, position)
  const place = placeIn(fields, `${of}_fields`, position)
  const type = place('type')
  const kinds = typeNames(meta, `${of}_types`, type, position).map(
    (name) => known.find((kind) => kind === name) ?? ('other' as const),
  )
  return { fields, place, fieldCount: fields.length, type, kinds }
}

/** The header is another's JSON: nothing is taken from its prototype. */
function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

function record(value: unknown, key: string, position: ReadPosition): object {
  if (typeof value === 'object' && value !== null) return value
  throw position.format(`Expected the header to have ${key}`)
}

function count(value: unknown, key: string, position: ReadPosition): number {
  const found = own(value, key)
  if (typeof found === 'number' && Number.isSafeInteger(found) && found >= 0) return found
  throw position.format(`Expected ${key} to be a whole number, got ${JSON.stringify(found)}`)
}

function names(meta: object, key: string, position: ReadPosition): string[] {
  const found = own(meta, key)
  if (
    Array.isArray(found) &&
    found.length <= MAX_FIELDS &&
    found.every((name): name is string => typeof name === 'string')
  ) {
    return found
  }
  throw position.format(`Expected ${key} to be a list of at most ${MAX_FIELDS} names`)
}

function placeIn(fields: readonly string[], key: string, position: ReadPosition): (name: string) => number {
  return (name) => {
    const place = fields.indexOf(name)
    if (place >= 0) return place
    throw position.format(`Expected ${key} to have ${name}, got ${fields.join(', ')}`)
  }
}

/** The list of type names stands in `node_types` where the field `type` stands in a row. */
function typeNames(meta: object, key: string, place: number, position: ReadPosition): unknown[] {
  const types = own(meta, key)
  const found: unknown = Array.isArray(types) ? types[place] : undefined
  if (Array.isArray(found) && found.length <= MAX_TYPES) return found
  throw position.format(`Expected ${key} to list the names of the types`)
}
