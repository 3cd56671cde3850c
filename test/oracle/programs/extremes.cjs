'use strict'
// What readers of snapshots trip over: sizes and indexes of 32 bits and more, strings that look like JSON, circles
// that nothing leads to.
const { writeHeapSnapshot } = require('node:v8')
const vm = require('node:vm')

const sparse = []
sparse[4_294_967_290] = { at: 'the end' }
sparse[3_000_000_000] = { at: 'over 2^31' }
const numbered = { 4294967295: { at: 'no index any more' }, '-6': { at: 'negative' } }

const texts = [
  '"nodes":[1,2,3],"edges":[',
  '],"strings":["',
  'back\\slash and "quotes" and \u0000 and \u001f and \u007f',
  'Grüße, 日本語, 😀, \ud800 alone',
  'x'.repeat(5000),
  '\\u0041\\',
  '/ part of key (a @1) -> value (b @3) pair in WeakMap (table @5)',
]
const holders = Object.fromEntries(texts.map((text, n) => [text, { n, text }]))

// No page of it is touched, so that it costs an address range only.
const huge = new ArrayBuffer(5_000_000_000)
const sharing = [huge, new Uint8Array(huge, 0, 10), new DataView(huge, 4_500_000_000)]

const scripts = Array.from(
  { length: 30 },
  (_, n) => new vm.Script(`(function made${n}() { return import('node:os') })`, { filename: `made-${n}.js` }),
)
const functions = scripts.map((script) => script.runInThisContext())
let long = {}
for (let n = 0; n < 20_000; n++) long = { next: long }

globalThis.kept = { sparse, numbered, holders, sharing, functions, long }
writeHeapSnapshot(process.argv[2])
