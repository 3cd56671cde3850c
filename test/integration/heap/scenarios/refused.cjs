// Says with what a snapshot, and the sampling, of this process are refused.
const { HeapDiff, startHeapSampling } = require('@plimsoll/heap')

const megabytes = Number(process.argv[2] ?? 0)
const kept = []
for (let index = 0; index < megabytes * 10_000; index += 1) kept.push({ index, next: [index] })

const refusal = (promise) =>
  promise.then(
    () => ({ code: 'none' }),
    ({ code, message, neededBytes, availableBytes }) => ({ code, message, neededBytes, availableBytes }),
  )

async function main() {
  const snapshot = await refusal(new HeapDiff().start())
  const sampling = await refusal(startHeapSampling())
  process.stdout.write(JSON.stringify({ snapshot, sampling, kept: kept.length }))
}

main()
