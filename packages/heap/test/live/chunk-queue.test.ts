import fc from 'fast-check'
import { ChunkQueue } from '../../src/live/chunk-queue.js'

test('whatever comes before, while and after it is read comes out in order', async () => {
  const step = fc.oneof(fc.constant('wait'), fc.uint8Array({ minLength: 1, maxLength: 3 }))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const queue = new ChunkQueue()
      const sent: number[] = []
      const received: number[] = []
      const reading = (async () => {
        for await (const chunk of queue) received.push(...chunk)
      })()
      for (const each of steps) {
        if (typeof each === 'string') await new Promise((resolve) => setImmediate(resolve))
        else {
          sent.push(...each)
          queue.push(each)
        }
      }
      queue.end()
      await reading
      expect(received).toEqual(sent)
    }),
  )
})
