// Written as for node-memwatch 0.x; only the name of the module is another.
var memwatch = require('@plimsoll/memory-monitor/memwatch')
var out = { stats: [] }

function LeakingClass() {}

memwatch.on('leak', (info) => {
  out.leak = info
})

memwatch.on('stats', (stats) => {
  out.stats.push(stats)
  if (out.stats.length < 3) return memwatch.gc()
  memwatch.removeAllListeners()
  console.log(JSON.stringify(out))
})

var hd = new memwatch.HeapDiff()

var arr = []
var i
for (i = 0; i < 10000; i++) arr.push(new LeakingClass())

out.diff = hd.end()
try {
  hd.end()
} catch (error) {
  out.again = error.message
}

var first = new memwatch.HeapDiff()
arr.length = 4000
var second = new memwatch.HeapDiff()
out.compared = memwatch.HeapDiff.compare(first, second)
out.date = out.compared.before.time instanceof Date

memwatch.gc()
