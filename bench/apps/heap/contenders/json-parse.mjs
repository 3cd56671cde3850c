import { readFileSync } from 'node:fs'

/** No analysis: what reading the file as what it is costs. */
export function analyze(file) {
  const { nodes, edges, snapshot } = JSON.parse(readFileSync(file, 'utf8'))
  const { node_fields: nodeFields, edge_fields: edgeFields } = snapshot.meta
  return { nodes: nodes.length / nodeFields.length, edges: edges.length / edgeFields.length }
}

export const parse = analyze
