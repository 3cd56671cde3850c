'use strict'
// The raw series of a run, for rules that are studied later.
const { channel } = require('node:diagnostics_channel')
const { readdirSync, readlinkSync } = require('node:fs')
const v8 = require('node:v8')

const EVERY_MS = 500

exports.recordSeries = (log) => {
  let requests = 0
  let finished = 0
  channel('http.server.request.start').subscribe(() => requests++)
  channel('http.server.response.finish').subscribe(() => finished++)
  let lastUtilization = performance.eventLoopUtilization()

  const look = () => {
    const heap = v8.getHeapStatistics()
    const utilization = performance.eventLoopUtilization()
    log('sample', {
      ...process.memoryUsage(),
      heapLimit: heap.heap_size_limit,
      malloced: heap.malloced_memory,
      externalMemory: heap.external_memory,
      contexts: heap.number_of_native_contexts,
      detachedContexts: heap.number_of_detached_contexts,
      descriptors: descriptorsByKind(),
      resources: countEach(process.getActiveResourcesInfo()),
      requests,
      finished,
      utilization: performance.eventLoopUtilization(utilization, lastUtilization).utilization,
    })
    lastUtilization = utilization
  }
  look()
  setInterval(look, EVERY_MS).unref()
}

function descriptorsByKind() {
  const kinds = []
  for (const descriptor of safely(() => readdirSync('/proc/self/fd')) ?? []) {
    const target = safely(() => readlinkSync(`/proc/self/fd/${descriptor}`)) // one of them was the listing's own
    if (target) kinds.push(/^(socket|pipe|anon_inode)/.exec(target)?.[1] ?? 'file')
  }
  return countEach(kinds)
}

function countEach(names) {
  const counts = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function safely(read) {
  try {
    return read()
  } catch {
    return undefined
  }
}
