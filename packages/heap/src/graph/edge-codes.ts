import { EDGE_KINDS } from '../parse/kinds.js'

/** Codes of the edge kinds that decide whether an edge holds what it leads to. */
export const ELEMENT = EDGE_KINDS.indexOf('element')
export const INTERNAL = EDGE_KINDS.indexOf('internal')
/** Holds only when it starts at the root: what another leads to is also held by an edge beside it. */
export const SHORTCUT = EDGE_KINDS.indexOf('shortcut')
/** Never holds. */
export const WEAK = EDGE_KINDS.indexOf('weak')
