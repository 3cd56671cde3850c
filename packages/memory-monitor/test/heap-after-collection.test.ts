import v8 from 'node:v8'
import { garbageCollector } from '@plimsoll/core'
import { heapAfterCollection } from '../src/platform/heap-after-collection.js'

const MIB = 1_048_576
const fill = () => Array.from({ length: 200_000 }, (_, index) => ({ index }))

test('tells what a collection left, without what the work itself has put on the heap after it', () => {
  const { result, heapUsedBytes = 0 } = heapAfterCollection(() => {
    garbageCollector().collect()
    return fill()
  })
  expect(result).toHaveLength(200_000)
  expect(process.memoryUsage().heapUsed - heapUsedBytes).toBeGreaterThan(4 * MIB)
  expect(heapUsedBytes).toBeGreaterThan(MIB)
})

test('work that collects nothing, or throws, tells nothing', () => {
  expect(heapAfterCollection(() => 1)).toEqual({ result: 1, heapUsedBytes: undefined })
  expect(() =>
    heapAfterCollection(() => {
      throw new RangeError('not now')
    }),
  ).toThrow(RangeError)
})

test('where V8 does not tell, the work is done all the same', () => {
  const { GCProfiler } = v8
  Object.assign(v8, { GCProfiler: undefined })
  expect(heapAfterCollection(() => garbageCollector().collect())).toMatchObject({ heapUsedBytes: undefined })
  Object.assign(v8, { GCProfiler })
})
