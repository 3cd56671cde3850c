'use strict'
// Everything that a program can keep, some of it held by more than one, some only by what is weak.
const { writeHeapSnapshot } = require('node:v8')
const vm = require('node:vm')

class Node {
  #secret = Symbol('secret')

  constructor(n) {
    this.n = n
    this.edges = []
    this.text = `node ${n}`
  }

  get secret() {
    return this.#secret
  }
}

const nodes = Array.from({ length: 3000 }, (_, n) => new Node(n))
let state = 42
for (const node of nodes) {
  for (let i = 0; i < 4; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    node.edges.push(nodes[state % nodes.length])
  }
}

function* count() {
  for (let n = 0; ; n++) yield { n }
}
const generators = Array.from({ length: 20 }, count)
for (const generator of generators) generator.next()

const keys = nodes.slice(0, 500).map((node) => ({ key: node.n }))
const weak = new WeakMap(
  keys.map((key, n) => [key, { value: `held by key and map ${n}`, other: keys[n ^ 1] }]),
)
const weaker = new WeakMap(keys.map((key) => [key, weak]))
// A circle that leads through a map: the value holds the key, and nothing else does.
const circular = new WeakMap()
for (let n = 0; n < 50; n++) {
  const key = { n }
  circular.set(key, { key })
}
const registry = new FinalizationRegistry(() => {})
const references = keys.map((key) => {
  registry.register(key, key.key)
  return new WeakRef(key)
})

const context = vm.createContext({ shared: nodes[7] })
vm.runInContext(
  'var own = Array.from({ length: 300 }, (_, n) => ({ n, shared })); function f() { return own }',
  context,
)

globalThis.kept = {
  ...{ nodes, generators, keys, weak, weaker, circular, registry, references, context },
  map: new Map(nodes.map((node) => [node.text, node])),
  set: new Set(nodes.map(({ text }) => text)),
  closures: nodes.map((node) => () => node.n),
  bound: nodes.slice(0, 50).map((node) => node.constructor.bind(null, node)),
  proxies: nodes.slice(0, 50).map((node) => new Proxy(node, {})),
  numbers: nodes.map(({ n }) => n + 0.5),
  bigints: nodes.slice(0, 100).map(({ n }) => 2n ** 80n + BigInt(n)),
  expressions: [/a+/gu, /(?<name>b)/],
  buffers: [Buffer.alloc(100_000), new SharedArrayBuffer(5000), new Uint8Array(64)],
  cons: nodes.slice(0, 100).map(({ text }) => `${text}${'x'.repeat(20)}${text}`),
  slices: nodes.slice(0, 100).map((_, n) => 'a long string that slices point into '.repeat(3).slice(n % 20)),
  promises: nodes.slice(0, 100).map((node) => new Promise(() => {}).then(() => node)),
}
writeHeapSnapshot(process.argv[2])
process.exit()
