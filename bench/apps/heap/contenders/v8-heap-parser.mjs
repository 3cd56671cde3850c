import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../../peers/heap/package.json', import.meta.url))
const { decode_bytes: decode } = require('@vscode/v8-heap-parser')

export function analyze(file) {
  const graph = decode(readFileSync(file))
  const groups = graph.get_class_groups(0, 2 ** 31 - 1, false)
  const customers = groups.find((group) => group.name() === 'Customer')
  return {
    classes: groups.length,
    bytes: groups.reduce((sum, group) => sum + Number(group.self_size), 0),
    ...(customers && {
      customers: customers.children_len,
      customersRetained: Number(customers.retained_size),
    }),
  }
}
