import { NODE_KINDS } from '../parse/kinds.js'

/** The part of a `nodeKinds` entry that is the kind; above it is how detached the node is. */
export const KIND_BITS = 31
export const DETACHED_SHIFT = 5
export const ARRAY = NODE_KINDS.indexOf('array')
export const OBJECT = NODE_KINDS.indexOf('object')
export const NATIVE = NODE_KINDS.indexOf('native')
export const SYNTHETIC = NODE_KINDS.indexOf('synthetic')
