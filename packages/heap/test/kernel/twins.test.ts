import fc from 'fast-check'
import { exactDivision } from '../../src/kernel/exact-division.js'
import { createJavaScriptKernel } from '../../src/kernel/javascript-kernel.js'
import type { Kernel } from '../../src/kernel/kernel.js'
import { createWasmKernel } from '../../src/kernel/wasm-kernel.js'

const LEAD = 64

const byKernel = (use: (kernel: Kernel) => unknown): unknown[] =>
  [createWasmKernel(1 << 18), createJavaScriptKernel()].map((kernel) => {
    if (kernel === undefined) throw new Error('Expected WebAssembly')
    return use(kernel)
  })

/** Bytes in a kernel's memory, with digits around them that must not be read. */
function inputOf(kernel: Kernel, bytes: Uint8Array): Uint8Array {
  const input = kernel.arena.uint8(LEAD + bytes.length + LEAD).fill(0x39)
  input.set(bytes, LEAD)
  return input
}

function integersOf(kernel: Kernel, bytes: Uint8Array, capacity: number): unknown {
  const { parse, arena } = kernel
  const out = arena.uint32(capacity).fill(0)
  const count = parse.integers(inputOf(kernel, bytes), LEAD, LEAD + bytes.length, out, 1)
  const { asideCount, position, stopped } = parse.status
  return {
    count,
    out: [...out.subarray(0, count)],
    status: { asideCount, position, stopped },
    at: [...parse.asideAt.subarray(0, asideCount)],
    values: [...parse.asideValues.subarray(0, asideCount)],
  }
}

function stringsOf(kernel: Kernel, bytes: Uint8Array, capacity: number, every: number): unknown {
  const out = kernel.arena.uint32(capacity).fill(0)
  const pairs = kernel.arena.uint32(6).fill(0)
  const input = inputOf(kernel, bytes)
  const count = kernel.parse.strings(input, LEAD, LEAD + bytes.length, out, pairs, 5, every)
  const { position, stopped, nextIndex, pairCount } = kernel.parse.status
  return { count, out: [...out], pairs: [...pairs], position, stopped, nextIndex, pairCount }
}

/** Pairs of rising strings, noted in calls of so many. */
function ranksOf(kernel: Kernel, strings: readonly number[], perCall: number): unknown {
  const { arena, parse } = kernel
  const words = ((strings.at(-1) ?? 0) >>> 5) + 1
  const names = {
    bits: arena.uint32(words).fill(0),
    ranks: arena.uint32(words).fill(0),
    tables: arena.uint32(strings.length).fill(0),
  }
  const pairs = arena.uint32(2 * perCall)
  let ranked = 0
  for (let rank = 0; rank < strings.length; rank += perCall) {
    const some = strings.slice(rank, rank + perCall)
    pairs.set(some.flatMap((index) => [index, index * 7 + 1]))
    ranked = parse.rankPairs(pairs, some.length, names, rank, ranked)
  }
  return { ranked, bits: [...names.bits], ranks: [...names.ranks], tables: [...names.tables] }
}

const ephemeronName = (table: string): string =>
  `"12 / part of key (K @3) -> value (V @5) pair in WeakMap (table @${table})",`

const number = fc.oneof(
  fc.nat(9).map(String),
  fc.nat(0xffffffff).map(String),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom(
    '4294967294',
    '4294967295',
    '4294967296',
    '99999999',
    '100000000',
    '-0',
    '007',
    '0000000000001',
  ),
  fc.nat(400).map((length) => '9'.repeat(length)),
)
const separator = fc.constantFrom(',', ',', ',', ',', '\n,', ' , ', ',,', ' ', '\r\n,')
const junk = fc.constantFrom('', '', '', '', '', '', ']', '-', 'e', '.', '"', '\u00ff', '-,', '1-2')

const numbers = fc
  .array(fc.tuple(number, separator, junk), { maxLength: 120 })
  .map((parts) => Buffer.from(parts.flat().join(''), 'latin1'))

test('both kernels read the same integers, and stop at the same place', () => {
  fc.assert(
    fc.property(
      fc.oneof(numbers, fc.uint8Array({ maxLength: 300 })),
      fc.integer({ min: 1, max: 400 }),
      (bytes, room) => {
        const [wasm, javascript] = byKernel((kernel) => integersOf(kernel, bytes, room))
        expect(wasm).toEqual(javascript)
      },
    ),
  )
})

test('integers are what JavaScript reads', () => {
  const list = fc.array(fc.nat(0xfffffffe), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(list, separator, (values, between) => {
      const bytes = Buffer.from(`${values.join(between)}]`)
      for (const read of byKernel((kernel) => integersOf(kernel, bytes, 300))) {
        expect(read).toMatchObject({
          out: [0, ...values],
          status: { stopped: 1, position: LEAD + bytes.length - 1 },
        })
      }
    }),
  )
})

test('an array of few more entries than there are numbers is not written beyond', () => {
  const bytes = Buffer.from(`${'1,'.repeat(400)}]`)
  for (const room of [36, 40, 64, 101, 290, 380, 399, 400]) {
    for (const written of byKernel((kernel) => {
      const out = kernel.arena.uint32(room)
      const behind = kernel.arena.uint32(64).fill(7)
      const input = inputOf(kernel, bytes)
      const count = kernel.parse.integers(input, LEAD, LEAD + bytes.length, out, 0)
      return { count, sum: out.reduce((sum, each) => sum + each, 0), behind: new Set(behind) }
    })) {
      expect(written).toEqual({ count: room, sum: room, behind: new Set([7]) })
    }
  }
})

test('more numbers aside than there is room for stop the scan, and it can be gone on with', () => {
  const bytes = Buffer.from(`${'-1,'.repeat(1_000)}]`)
  const [wasm, javascript] = byKernel((kernel) => integersOf(kernel, bytes, 1_100))
  expect(wasm).toEqual(javascript)
  expect(wasm).toMatchObject({
    count: 513,
    status: { asideCount: 512, position: LEAD + 3 * 512, stopped: 3 },
  })
})

test('both kernels find the same strings', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 60 }).map((text) => `${JSON.stringify(text)},`),
    fc.constantFrom('"7x)",', '"7",', ',\n', '"', '\\', ']', '\\"', 'x', ' '.repeat(20), 'y'.repeat(40)),
    fc.constantFrom('', '17', '4294967295', '4294967296', '0000000000017').map(ephemeronName),
  )
  const bytes = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')))
  fc.assert(
    fc.property(
      bytes,
      fc.integer({ min: 3, max: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (input, capacity, every) => {
        const [wasm, javascript] = byKernel((kernel) => stringsOf(kernel, input, capacity, every))
        expect(wasm).toEqual(javascript)
      },
    ),
  )
})

test('the names of ephemerons are told apart from what looks like them', () => {
  const name = ephemeronName('17')
  const others = [name.replace('12 ', ''), name.replace('@17', '@'), name.replace(' Weak', ' weak'), '"1)",']
  const short = '"1 / part of key ( pair in WeakMap (table @8)",'
  const bytes = Buffer.from([...others, name, name.replace('17', '4294967296'), short].join('\n'))
  for (const found of byKernel((kernel) => stringsOf(kernel, bytes, 60, 1))) {
    expect(found).toMatchObject({ count: 7, pairCount: 2, pairs: [9, 17, 11, 8, 0, 0] })
  }
})

test('pairs are noted by both kernels as a bit a string and the bits before each word, however they are cut', () => {
  const strings = fc.uniqueArray(fc.nat(400), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(strings, fc.integer({ min: 1, max: 41 }), (unsorted, perCall) => {
      const rising = [...unsorted].sort((one, other) => one - other)
      const words = Array.from({ length: ((rising.at(-1) as number) >>> 5) + 1 }, (_, word) => word)
      for (const found of byKernel((kernel) => ranksOf(kernel, rising, perCall))) {
        expect(found).toEqual({
          ranked: words.length,
          bits: words.map((word) => {
            const inWord = rising.filter((index) => index >>> 5 === word)
            return inWord.reduce((bits, index) => bits | (1 << (index & 31)), 0) >>> 0
          }),
          ranks: words.map((word) => rising.filter((index) => index >>> 5 < word).length),
          tables: rising.map((index) => index * 7 + 1),
        })
      }
    }),
  )
})

test('an exact division gives the quotient of a multiple, and for anything else a row beyond the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(0xffffffff), (divisor, value) => {
      const { inverse, twos } = exactDivision(divisor)
      const product = Math.imul(value, inverse)
      const quotient = (twos === 0 ? product : (product >>> twos) | (product << (32 - twos))) >>> 0
      if (value % divisor === 0) expect(quotient).toBe(value / divisor)
      else expect(quotient).toBeGreaterThan(Math.floor(0xffffffff / divisor))
    }),
  )
})
