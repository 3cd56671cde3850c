/**
 * The node types that V8 writes, in the order of our codes. A snapshot names its own types in its header, in an
 * order that changes between versions; the parser translates. What it does not know becomes `other`.
 */
export const NODE_KINDS = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
  'wasm object',
  'other',
] as const

export type NodeKind = (typeof NODE_KINDS)[number]

/** The edge types, in the order of our codes: three bits. */
export const EDGE_KINDS = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
  'other',
] as const

export type EdgeKind = (typeof EDGE_KINDS)[number]
