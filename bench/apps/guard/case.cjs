'use strict'
// One call in a loop, in a process of its own: node --expose-gc case.cjs NAME. Prints ns and bytes per call.
const { EventEmitter } = require('node:events')
const { IncomingMessage, ServerResponse } = require('node:http')
const { requirePeer } = require('../peers.cjs')

const BATCHES = 11
const BATCH_CPU_MS = 150

function ourGuard() {
  const { createSampler } = require('@plimsoll/core')
  const { createMemoryGuard } = require('@plimsoll/memory-guard')
  const onError = (error) => {
    throw error
  }
  const guard = createMemoryGuard(undefined, { sampler: createSampler(), onError })
  guard.start()
  return guard
}

const request = { method: 'GET', path: '/orders', bodyBytes: 0, raw: {} }

/** A request and its response as a server makes them, without a connection. */
function exchange(url) {
  const server = new EventEmitter()
  const socket = { server, remoteAddress: '127.0.0.1', destroyed: false }
  return () => {
    const req = new IncomingMessage(socket)
    Object.assign(req, { method: 'GET', url, httpVersionMajor: 1, httpVersionMinor: 1 })
    const res = new ServerResponse(req)
    res.socket = socket
    res.finished = true // as after `end()`
    return { req, res }
  }
}

/** Every case returns the function to be timed; each keeps a running result so that nothing is optimised away. */
const cases = {
  'empty call'() {
    let sum = 0
    return () => {
      sum = (sum + 1) | 0
      return sum
    }
  },
  'plimsoll: pressure decision'() {
    const guard = ourGuard()
    let refused = 0
    return () => {
      if (guard.memory.isCritical) refused = (refused + 1) | 0
      return refused
    }
  },
  'plimsoll: admit and release'() {
    const guard = ourGuard()
    return () => {
      const verdict = guard.admit(request)
      if (verdict.decision !== 'admitted') throw new Error(`shed: ${verdict.reason}`)
      guard.release(verdict.ticket)
    }
  },
  'a request and its end'() {
    const make = exchange('/orders')
    return () => {
      const { res } = make()
      res.on('close', () => {})
      res.emit('close')
    }
  },
  'the same with plimsoll guard'() {
    const middleware = require('@plimsoll/http').memoryGuard({ autoAttach: false })
    const make = exchange('/orders')
    let passed = 0
    const next = () => {
      passed = (passed + 1) | 0
    }
    return () => {
      const { req, res } = make()
      middleware(req, res, next)
      res.emit('close')
      return passed
    }
  },
  'overload-protection: decision'() {
    const protect = requirePeer('overload-protection')('http', {
      production: true,
      maxEventLoopDelay: 60_000,
    })
    return () => protect(request, request)
  },
  'toobusy-js: decision'() {
    const toobusy = requirePeer('toobusy-js')
    toobusy.maxLag(60_000)
    return toobusy
  },
}

module.exports.names = Object.keys(cases)

async function main(name) {
  const call = cases[name]()
  await new Promise((resolve) => setTimeout(resolve, 100)) // a first sample
  let calls = 1000
  while (cpuNs(call, calls) < BATCH_CPU_MS * 1e6) calls *= 2
  const ns = []
  for (let batch = 0; batch < BATCHES; batch++) {
    await new Promise(setImmediate) // timers are due: a sampler must not look blocked
    ns.push(cpuNs(call, calls) / calls)
  }
  console.log(JSON.stringify({ ns, bytes: bytesPerCall(call) }))
  process.exit(0)
}

function cpuNs(call, calls) {
  const before = process.cpuUsage()
  for (let i = 0; i < calls; i++) call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) * 1000
}

/** What stays on the young generation, which is large enough here that nothing is collected meanwhile. */
function bytesPerCall(call) {
  const CALLS = 20_000
  const found = []
  for (let attempt = 0; attempt < 5; attempt++) {
    globalThis.gc()
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < CALLS; i++) call()
    found.push((process.memoryUsage().heapUsed - before) / CALLS)
  }
  return Math.max(0, found.sort((a, b) => a - b)[2])
}

if (require.main === module) main(process.argv[2])
