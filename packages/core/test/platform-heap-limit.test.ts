import { execFileSync } from 'node:child_process'
import { getHeapStatistics } from 'node:v8'
import { heapLimitBytes } from '../src/platform/heap-limit.js'

const MIB = 1_048_576
const heap = (limitMib: number) => ({ ...getHeapStatistics(), heap_size_limit: limitMib * MIB })

describe('the limit of the heap', () => {
  test('is what the old generation may have, where that was said: the young one comes on top', () => {
    expect(heapLimitBytes(heap(320), 128)).toBe(128 * MIB)
  })

  test('is V8’s own figure where nothing was said, or where that is less', () => {
    expect(heapLimitBytes(heap(4144), Number.POSITIVE_INFINITY)).toBe(4144 * MIB)
    expect(heapLimitBytes(heap(256), 1000)).toBe(256 * MIB)
    expect(heapLimitBytes(heap(256), 0)).toBe(256 * MIB)
  })

  test('V8 counts the young generation, as long as Node is what it was', () => {
    const script = "console.log(require('node:v8').getHeapStatistics().heap_size_limit / 2 ** 20)"
    const told = execFileSync(process.execPath, ['--max-old-space-size=128', '-e', script], {
      encoding: 'utf8',
    })
    expect(Number(told)).toBeGreaterThan(128)
  })
})
