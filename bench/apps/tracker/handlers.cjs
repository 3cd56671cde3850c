'use strict'
// What the measured handlers do, whatever framework they answer through.
const { AsyncLocalStorage } = require('node:async_hooks')
const { EventEmitter } = require('node:events')

const bus = new EventEmitter()
const storage = new AsyncLocalStorage()
const nothing = () => {}
const tick = () => Promise.resolve()

/** Three awaits, one of which waits for a timeout, as a handler that asks a database does. */
async function awaiting(answer) {
  await tick()
  await tick()
  await new Promise((resolve) => setTimeout(resolve, 0))
  answer()
}

function threeResources(resources, answer) {
  resources.setTimeout(nothing, 60_000)
  resources.on(bus, 'news', () => {})
  resources.defer(nothing)
  answer()
}

/** The same three, opened and given back without a scope. */
function threeByHand(res, answer) {
  const timer = setTimeout(nothing, 60_000)
  const listener = () => {}
  bus.on('news', listener)
  res.on('close', () => {
    nothing()
    bus.off('news', listener)
    clearTimeout(timer)
  })
  answer()
}

/** What all programs are made of: whether the tracker is mounted and how, and what their handler does. */
module.exports.PROGRAMS = {
  bare: {},
  'bare again': {},
  'empty middleware': { passes: true },
  'scope unused': { tracker: {} },
  'three resources': { tracker: {}, does: 'threeResources' },
  'three by hand': { does: 'threeByHand' },
  awaiting: { does: 'awaiting' },
  'awaiting again': { does: 'awaiting' },
  'AsyncLocalStorage alone': { follows: true, does: 'awaiting' },
  observe: { tracker: { observe: true }, does: 'awaiting' },
}

module.exports.handlers = { awaiting, threeResources, threeByHand }
module.exports.storage = storage
