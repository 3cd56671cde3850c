import type { NodeKind } from '../parse/kinds.js'

/** Names of classes whose nodes are not named by what made them, as DevTools calls them. */
const KIND_NAMES: Partial<Record<NodeKind, string>> = {
  hidden: '(system)',
  code: '(compiled code)',
  closure: 'Function',
  regexp: 'RegExp',
}

/**
 * The class that a node is counted under: its own name, a constructor's, for the kinds `object` and `native`, one
 * name for all nodes of a kind otherwise. Markup is cut down to its tag, so that `<div id="a">` is a `<div>`.
 *
 * @param name asked for only where it matters: other nodes' names can be contents
 */
export function className(kind: NodeKind, name: () => string): string {
  if (kind !== 'object' && kind !== 'native') return KIND_NAMES[kind] ?? `(${kind})`
  const full = name()
  const tag = /^((?:Detached )?<[^ ]*) /.exec(full)
  return tag === null ? full : `${tag[1]}>`
}
