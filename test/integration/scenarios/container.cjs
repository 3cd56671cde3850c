// A process that a test puts into a cgroup and asks, over IPC, to use memory and to say what it sees.
const { closeSync, fsyncSync, openSync, writeSync } = require('node:fs')
const { getHeapStatistics } = require('node:v8')
const { advise, createSampler, runtimeFacts } = require('@plimsoll/core')

const sampler = createSampler()
const held = []

const commands = {
  hold: (mib) => void held.push(Buffer.alloc(mib * 1_048_576, 1)),
  // Page cache is charged to the group that brought it in; once on the disk, the kernel can take it back.
  writeFile({ path, mib }) {
    const file = openSync(path, 'w')
    const chunk = Buffer.alloc(1_048_576, 1)
    for (let written = 0; written < mib; written += 1) writeSync(file, chunk)
    fsyncSync(file)
    closeSync(file)
  },
  sample() {
    const { containerUsedBytes, containerLimitBytes } = sampler.refresh()
    return {
      containerUsedBytes,
      containerLimitBytes,
      level: sampler.pressure.level,
      signal: sampler.pressure.signal,
    }
  },
  look() {
    sampler.probe.look()
    const { containerUsedBytes, containerLimitBytes, rssBytes } = sampler.probe
    return { containerUsedBytes, containerLimitBytes, rssBytes }
  },
  advice() {
    const { heapLimitBytes, containerLimitBytes } = sampler.refresh()
    return advise({ ...runtimeFacts(), heapLimitBytes, containerLimitBytes })
  },
  heapLimit: () => getHeapStatistics().heap_size_limit,
  /** An Express application with the whole suite, one of whose requests takes more than there is. */
  serve() {
    const express = require('express5')
    const { plimsoll } = require('@plimsoll/express')
    const app = express().use(plimsoll())
    app.get('/hello', (_req, res) => res.send('hello'))
    app.post('/import', (req, res) => req.resume().on('end', () => res.send('imported')))
    app.get('/parse', (_req, res) => {
      const row = '{"id":1234567,"name":"a lamp"},'
      res.json(JSON.parse(`[${row.repeat((300 * 1_048_576) / row.length)}null]`).length)
    })
    return new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
    })
  },
}

process.on('message', async ({ command, argument }) => {
  process.send({ answer: await commands[command](argument) })
})
process.send({ answer: 'ready' })
