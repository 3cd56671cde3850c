export type { EdgeKind, NodeKind } from './parse/kinds.js'
