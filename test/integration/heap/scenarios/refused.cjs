// Says with what a snapshot of this process is refused.
const { HeapDiff } = require('@plimsoll/heap')

const megabytes = Number(process.argv[2] ?? 0)
const kept = []
for (let index = 0; index < megabytes * 10_000; index += 1) kept.push({ index, next: [index] })

new HeapDiff().start().then(
  () => process.stdout.write(JSON.stringify({ code: 'none' })),
  ({ code, message, neededBytes, availableBytes }) =>
    process.stdout.write(JSON.stringify({ code, message, neededBytes, availableBytes, kept: kept.length })),
)
