// A program that leaks in every way that there is a test for, or, as `healthy`, serves requests and keeps nothing.
// Writes a snapshot before, another after `count` more of each, another after `count` more again.
const { EventEmitter } = require('node:events')
const http = require('node:http')
const { setTimeout: pause } = require('node:timers/promises')
const { writeHeapSnapshot } = require('node:v8')

const [, , mode, folder, count] = process.argv

class Leaky {
  constructor(number) {
    this.when = new Date()
    this.nested = { number, list: [number, number + 0.5] }
  }
}
class Entry {
  constructor(number) {
    this.data = { text: `entry ${number}` }
  }
}
class Session {
  constructor(number) {
    this.cart = [{ number }, { number }]
  }
}
class Link {
  constructor(before) {
    this.before = before
    this.value = { some: 'value' }
    this.after = undefined
  }
}
class Registry {
  static #everything = []
  name = 'stats'
  static add(thing) {
    Registry.#everything.push(thing)
  }
}
class Stat {}

const registry = { leaks: [] }
const byRequest = new Map()
const bus = new EventEmitter().setMaxListeners(0)
const timers = new Set()
const store = { sessions: Object.create(null) }
const list = { first: new Link(), last: undefined }
list.last = list.first
const texts = []
const buffers = []
const numbers = []
const never = new Promise(() => undefined)
let state = { items: [] }

function leak(number) {
  registry.leaks.push(new Leaky(number))
  byRequest.set({ url: `/${number}` }, new Entry(number))
  const context = { large: new Array(8).fill(number) }
  bus.on('data', () => context)
  timers.add(setTimeout(() => context, 1e8).unref())
  store.sessions[`sid-${number}`] = new Session(number)
  const link = new Link(list.last)
  list.last.after = link
  list.last = link
  texts.push(`text ${number} ${Math.random()}`)
  buffers.push(Buffer.alloc(9000))
  numbers.push(number + 0.5)
  state = { ...state, items: [...state.items, { item: number }] }
  Registry.add(new Stat())
  never.then(() => context)
}

async function serve(requests) {
  const server = http.createServer((request, response) => {
    const body = JSON.stringify({ url: request.url, list: new Array(100).fill('x') })
    response.end(body)
  })
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address()
  const agent = new http.Agent({ keepAlive: false })
  for (let number = 0; number < requests; number++) {
    await new Promise((resolve, reject) => {
      http
        .get({ port, agent, path: `/${number}` }, (response) => response.resume().on('close', resolve))
        .on('error', reject)
    })
  }
  await new Promise((resolve) => {
    server.close(resolve)
  })
}

async function work(from, to) {
  if (mode === 'healthy') return serve(to - from)
  for (let number = from; number < to; number++) leak(number)
}

async function run() {
  await work(0, 50)
  for (const turn of [0, 1, 2]) {
    await pause(50)
    writeHeapSnapshot(`${folder}/${turn}.heapsnapshot`)
    if (turn < 2) await work(50 + turn * count, 50 + (turn + 1) * count)
  }
  process.exit()
}
module.exports = { list, numbers, state: () => state }
run()
