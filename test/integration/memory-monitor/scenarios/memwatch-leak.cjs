const memwatch = require('@plimsoll/memory-monitor/memwatch')

memwatch.configure({ observationMs: 5000, minGrowthBytes: 100_000 })

const kept = []
const timer = setInterval(function keepMore() {
  for (let index = 0; index < 400; index++) kept.push({ index, text: `number ${index} of ${kept.length}` })
}, 20)

memwatch.on('leak', (info) => {
  clearInterval(timer)
  memwatch.removeAllListeners('leak')
  const { start, end, growth, reason } = info
  console.log(JSON.stringify({ seconds: (end - start) / 1000, growth, reason }))
})
