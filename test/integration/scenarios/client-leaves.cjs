// Servers whose handlers wait for something with the signal of their scope, and whose clients leave meanwhile.
const http = require('node:http')
const { format } = require('node:util')
const { setTimeout: wait } = require('node:timers/promises')
const express = require('express5')
const Koa = require('koa3')
const forExpress = require('@plimsoll/express')
const forKoa = require('@plimsoll/koa')

const waiting = {
  fetch: (signal, upstream) => fetch(upstream, { signal }),
  timer: (signal) => wait(60_000, undefined, { signal }),
  fails: async (signal) => {
    await wait(60_000, undefined, { signal }).catch(() => {})
    throw new Error('a mistake of its own')
  },
}

function servers(upstream) {
  const app = express().set('env', 'production').use(forExpress.resourceTracker())
  app.get('/:name', (req) => waiting[req.params.name](req.resources.signal, upstream))
  const koa = new Koa().use(forKoa.resourceTracker())
  koa.use((ctx) => waiting[ctx.path.slice(1)](ctx.resources.signal, upstream))
  return { express: app, koa: koa.callback() }
}

const listen = async (listener) => {
  const server = http.createServer(listener)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server.address().port
}

async function main() {
  const printed = {}
  const upstream = `http://127.0.0.1:${await listen(() => {})}`
  for (const [framework, listener] of Object.entries(servers(upstream))) {
    const port = await listen(listener)
    for (const name of Object.keys(waiting)) {
      const lines = []
      console.error = (...args) => lines.push(format(...args))
      const request = http.get({ port, path: `/${name}`, host: '127.0.0.1' }).on('error', () => {})
      await wait(100)
      request.destroy()
      await wait(100)
      printed[`${framework} ${name}`] = lines.join('\n').trim().split('\n')
    }
  }
  console.log(JSON.stringify(printed))
  process.exit(0)
}

main()
