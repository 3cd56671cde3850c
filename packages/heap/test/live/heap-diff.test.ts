import { HeapDiff, SnapshotError } from '../../src/index.js'

const none = () => ({ availableBytes: 1000, limitedBy: 'host' as const })

test('F51: without the memory for it nothing is begun', async () => {
  const started = new HeapDiff({ headroom: none }).start()
  await expect(started).rejects.toBeInstanceOf(SnapshotError)
  await expect(started).rejects.toMatchObject({
    code: 'ERR_PLIMSOLL_SNAPSHOT_MEMORY',
    availableBytes: 1000,
    message: expect.stringContaining('the host has 0 MB'),
  })
})

test('there is no difference before there was a start, nor after it was forgotten', async () => {
  using diff = new HeapDiff({ headroom: none })
  await expect(diff.end()).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_REFUSED' })
  diff.close()
  await expect(diff.end()).rejects.toMatchObject({ message: 'Expected start() to be done before end()' })
})
