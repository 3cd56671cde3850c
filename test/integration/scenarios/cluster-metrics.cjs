// Three workers count requests; the primary scrapes them, then one hangs, then that one is killed. What was
// scraped goes to stdout as JSON.
const cluster = require('node:cluster')
const { createSampler, nodeClock } = require('@plimsoll/core')
const { clusterMetrics, createMetrics } = require('@plimsoll/metrics')

const TIMEOUT_MS = 500
/** Longer than the scenario takes; an end, in case that nobody is left to kill the worker. */
const HANG_MS = 30_000

function work() {
  const metrics = createMetrics(undefined, { sampler: createSampler(), clock: nodeClock })
  metrics.start()
  for (let count = 0; count < cluster.worker.id; count += 1) metrics.requests.observe('GET', '/', 200, 0.01)
  process.on('message', (message) => {
    if (message !== 'hang') return
    process.send('hanging')
    const untilMs = performance.now() + HANG_MS
    while (performance.now() < untilMs);
  })
  process.send('working')
}

const saying = (worker, word) =>
  new Promise((resolve) => {
    worker.on('message', (message) => {
      if (message === word) resolve()
    })
  })

async function timed(metrics) {
  const startMs = performance.now()
  const { text } = await metrics.scrape()
  return { text, tookMs: performance.now() - startMs }
}

async function supervise() {
  const metrics = clusterMetrics({ timeoutMs: TIMEOUT_MS })
  const workers = [1, 2, 3].map(() => cluster.fork())
  await Promise.all(workers.map((worker) => saying(worker, 'working')))
  const calm = await timed(metrics)
  const victim = workers[2]
  const hangs = saying(victim, 'hanging')
  victim.send('hang')
  await hangs
  const hanging = await timed(metrics)
  const gone = new Promise((resolve) => cluster.once('exit', resolve))
  victim.process.kill('SIGKILL')
  await gone
  const killed = await timed(metrics)
  console.log(JSON.stringify({ calm, hanging, killed }))
  metrics.close()
  for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGKILL')
}

if (cluster.isPrimary) supervise()
else work()
