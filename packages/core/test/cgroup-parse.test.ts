import fc from 'fast-check'
import { decimalAt } from '../src/cgroup/decimal.js'
import { parseLimit } from '../src/cgroup/parse-limit.js'
import { parseFullStall } from '../src/cgroup/parse-pressure-stall.js'
import { parseUsage } from '../src/cgroup/parse-usage.js'
import { statValue } from '../src/cgroup/stat-value.js'

const HOST_BYTES = 16 * 2 ** 30

const limitOf = (text: string | Uint8Array): number | undefined => {
  const bytes = Buffer.from(text as string)
  return parseLimit(bytes, bytes.length, HOST_BYTES)
}
const usageOf = (text: string): number | undefined => parseUsage(Buffer.from(text), Buffer.byteLength(text))
const statOf = (text: string, key: string): number =>
  statValue(Buffer.from(text), Buffer.byteLength(text), Buffer.from(key))

describe('parseLimit', () => {
  test.each([
    ['max'],
    ['-1'],
    [''],
    ['\n'],
    ['0'],
    ['-5'],
    ['9223372036854771712'],
    ['9223372036854775807'],
    ['18446744073709551615'],
    ['18446744073709552000'],
    ['1e9'],
    ['268435456 bytes'],
    ['0x1000'],
    ['1.5'],
    ['NaN'],
    ['268435456\n268435456'],
    [`${HOST_BYTES + 4096}`],
    ['9'.repeat(5_000_000)],
    [' '.repeat(65_536)],
  ])('F03: %.30j is no limit', (text) => {
    expect(limitOf(text)).toBeUndefined()
  })

  test('F03: a number of bytes within the memory of the host is a limit', () => {
    const inRange = fc.integer({ min: 1, max: HOST_BYTES })
    const around = fc.constantFrom('', '\n', ' ', '\t', '\r\n')
    fc.assert(
      fc.property(inRange, around, around, (bytes, before, after) => {
        expect(limitOf(`${before}${bytes}${after}`)).toBe(bytes)
      }),
    )
  })

  test('F03, F06: whatever the file holds, the limit is undefined or a finite number above 0', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.string().map((text) => Buffer.from(text)),
      fc.bigInt().map((number) => Buffer.from(`${number}\n`)),
      fc.double().map((number) => Buffer.from(`${number}\n`)),
    )
    fc.assert(
      fc.property(hostile, (bytes) => {
        const limit = limitOf(bytes)
        expect(limit === undefined || (Number.isFinite(limit) && limit > 0 && limit <= HOST_BYTES)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('parseUsage', () => {
  test('reads a number, 0 included', () => {
    expect(usageOf('123456\n')).toBe(123_456)
    expect(usageOf('0\n')).toBe(0)
  })

  test('F06: what is not a number that memory can reach is no usage', () => {
    for (const text of ['', 'max', '-1', '1e3', '9'.repeat(30)]) expect(usageOf(text)).toBeUndefined()
  })
})

describe('statValue', () => {
  const stat = 'inactive_file 5\ntotal_inactive_file 77\ntotal_inactive_files 9\n'

  test('finds the key at the start of a line only', () => {
    expect(statOf(stat, 'inactive_file')).toBe(5)
    expect(statOf(stat, 'total_inactive_file')).toBe(77)
    expect(statOf('x inactive_file 5\n', 'inactive_file')).toBe(-1)
  })

  test('tells -1 for a key that is missing, cut off or has no number', () => {
    expect(statOf(stat, 'nothing')).toBe(-1)
    expect(statOf('inactive_file', 'inactive_file')).toBe(-1)
    expect(statOf('inactive_file much\n', 'inactive_file')).toBe(-1)
    expect(statOf('', 'inactive_file')).toBe(-1)
  })

  test('F03: never leaves the bytes that were read', () => {
    const bytes = Buffer.from('a 1\nb 2')
    // What an earlier, longer read left behind the end must not be seen.
    expect(statValue(bytes, 4, Buffer.from('b'))).toBe(-1)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (content, length) => {
        const value = statValue(content, Math.min(length, content.length), Buffer.from('b'))
        expect(value).toBeGreaterThanOrEqual(-1)
      }),
    )
  })
})

test('decimalAt stops at the first byte that is no digit', () => {
  expect(decimalAt(Buffer.from('12a3'), 0, 4)).toBe(12)
  expect(decimalAt(Buffer.from('12a3'), 3, 4)).toBe(3)
  expect(decimalAt(Buffer.from('a'), 0, 1)).toBe(-1)
})

describe('parseFullStall', () => {
  const psi = (percent: string) =>
    `some avg10=50.00 avg60=9.00 avg300=9.00 total=9\nfull avg10=${percent} avg60=1.00 avg300=1.00 total=1\n`

  test('reads the share of time in which everything stood still', () => {
    expect(parseFullStall(psi('12.50'))).toBe(0.125)
    expect(parseFullStall(psi('0.00'))).toBe(0)
  })

  test('F06: knows nothing where it is not told, or told wrongly', () => {
    for (const text of [
      '',
      'full',
      psi('nan'),
      psi('-1'),
      psi('100.01'),
      psi('1e5'),
      'some avg10=1.00 avg60',
    ]) {
      expect(parseFullStall(text)).toBeUndefined()
    }
  })
})
