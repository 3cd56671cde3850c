/** The form that a major of Node writes: 7 fields a node and a row a line, or 6 and no line at all. */
export type SnapshotStyle = 'node20' | 'node24'

export interface BuiltNode {
  readonly kind: string
  readonly name: string
  readonly id: number
  readonly size: number
  readonly detachedness: number
}

export interface BuiltEdge {
  readonly from: number
  readonly to: number
  readonly kind: string
  /** A name, or an element index for the kinds `element` and `hidden`. */
  readonly name: string | number
}

const NODE_TYPES =
  'hidden,array,string,object,code,closure,regexp,number,native,synthetic,concatenated string,sliced string,symbol,bigint,object shape'.split(
    ',',
  )
const EDGE_TYPES = 'context,element,property,internal,hidden,shortcut,weak'.split(',')

const FIELDS = {
  node20: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node24: ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
} as const

/** What a test changes in a snapshot to make it odd, hostile, or another producer's. */
export interface SnapshotTwist {
  /** Fields of a node row, in this order; a field that the builder does not know is written as 0. */
  readonly nodeFields?: readonly string[]
  readonly edgeFields?: readonly string[]
  /** Merged into the `snapshot` object. */
  readonly header?: Readonly<Record<string, unknown>>
  /** Raw UTF-8 instead of `\u` escapes. */
  readonly utf8?: boolean
  /** Strings that nothing refers to, behind those that are. */
  readonly extraStrings?: readonly string[]
}

/**
 * A snapshot made by hand: nodes and edges in, the bytes that V8 would have written out.
 *
 *     const snapshot = new SnapshotBuilder()
 *     const root = snapshot.node('synthetic', '')
 *     snapshot.edge(root, snapshot.node('object', 'Leaky', { size: 32 }), 'property', 'held')
 *     snapshot.bytes('node24')
 */
export class SnapshotBuilder {
  readonly nodes: BuiltNode[] = []
  readonly edges: BuiltEdge[] = []
  /** Node row, script id, line, column. */
  readonly locations: (readonly [node: number, script: number, line: number, column: number])[] = []
  #nextId = 1

  /** Adds a node and returns its row; ids are odd and rise unless one is given. */
  node(kind: string, name: string, facts: Partial<Omit<BuiltNode, 'kind' | 'name'>> = {}): number {
    const id = facts.id ?? this.#nextId
    this.#nextId = Math.max(this.#nextId, id + 1) | 1
    this.nodes.push({ kind, name, id, size: facts.size ?? 0, detachedness: facts.detachedness ?? 0 })
    return this.nodes.length - 1
  }

  edge(from: number, to: number, kind: string, name: string | number): void {
    this.edges.push({ from, to, kind, name })
  }

  location(node: number, script: number, line: number, column: number): void {
    this.locations.push([node, script, line, column])
  }

  /** Edges in the order of the file: by the node they start at, otherwise as they were added. */
  edgesInOrder(): BuiltEdge[] {
    return [...this.edges].sort((one, other) => one.from - other.from)
  }

  bytes(style: SnapshotStyle, twist: SnapshotTwist = {}): Buffer {
    const nodeTypes = style === 'node20' ? [...NODE_TYPES, 'wasm object'] : NODE_TYPES
    const nodeFields = twist.nodeFields ?? FIELDS[style]
    const edgeFields = twist.edgeFields ?? ['type', 'name_or_index', 'to_node']
    const strings = new Map<string, number>([['<dummy>', 0]])
    const indexOf = (text: string): number => {
      const known = strings.get(text)
      if (known !== undefined) return known
      strings.set(text, strings.size)
      return strings.size - 1
    }
    const edgeCounts = this.nodes.map(() => 0)
    for (const { from } of this.edges) edgeCounts[from] = (edgeCounts[from] ?? 0) + 1
    const nodeRows = this.nodes.map((node, row) => {
      const values: Record<string, number> = {
        type: nodeTypes.indexOf(node.kind),
        name: indexOf(node.name),
        id: node.id,
        self_size: node.size,
        edge_count: edgeCounts[row] ?? 0,
        detachedness: node.detachedness,
      }
      return nodeFields.map((field) => values[field] ?? 0)
    })
    const edgeRows = this.edgesInOrder().map((edge) => {
      const values: Record<string, number> = {
        type: EDGE_TYPES.indexOf(edge.kind),
        name_or_index: typeof edge.name === 'string' ? indexOf(edge.name) : edge.name,
        to_node: edge.to * nodeFields.length,
      }
      return edgeFields.map((field) => values[field] ?? 0)
    })
    const locationRows = this.locations.map(([node, ...place]) => [node * nodeFields.length, ...place])
    const meta = {
      node_fields: nodeFields,
      node_types: nodeFields.map((field) =>
        field === 'type' ? nodeTypes : field === 'name' ? 'string' : 'number',
      ),
      edge_fields: edgeFields,
      edge_types: edgeFields.map((field) => (field === 'type' ? EDGE_TYPES : 'node')),
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    }
    const head = {
      meta,
      node_count: this.nodes.length,
      edge_count: this.edges.length,
      trace_function_count: 0,
    }
    const between = style === 'node20' ? '\n,' : ','
    const section = (rows: readonly (readonly number[])[]): string =>
      `[${rows.map((row) => row.join(',')).join(between)}${style === 'node20' ? '\n' : ''}]`
    const quoted = [...strings.keys(), ...(twist.extraStrings ?? [])].map((text) => {
      const json = JSON.stringify(text)
      if (twist.utf8) return json
      return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    })
    return Buffer.from(
      [
        `{"snapshot":${JSON.stringify({ ...head, ...twist.header })}`,
        `"nodes":${section(nodeRows)}`,
        `"edges":${section(edgeRows)}`,
        '"trace_function_infos":[]',
        '"trace_tree":[]',
        '"samples":[]',
        `"locations":${section(locationRows)}`,
        `"strings":[${quoted.join(style === 'node20' ? ',\n' : ',')}]}`,
      ].join(',\n'),
    )
  }
}
