'use strict'
// A hello world on Koa 3, with and without the tracker: create(NAME)
const { requirePeer } = require('../peers.cjs')
const { PROGRAMS, handlers, storage } = require('./handlers.cjs')
const Koa = requirePeer('koa')

const answers = {
  awaiting: (ctx) => handlers.awaiting(() => hello(ctx)),
  threeResources: (ctx) => handlers.threeResources(ctx.resources, () => hello(ctx)),
  threeByHand: (ctx) => handlers.threeByHand(ctx.res, () => hello(ctx)),
}

function hello(ctx) {
  ctx.body = 'hello'
}

module.exports.create = function create(name) {
  const { tracker, passes, follows, does } = PROGRAMS[name]
  const app = new Koa()
  if (passes) app.use((_ctx, next) => next())
  if (tracker) app.use(require('@plimsoll/koa').resourceTracker(tracker))
  if (follows) app.use((ctx, next) => storage.run(ctx, next))
  app.use(answers[does] ?? hello)
  return (port) => app.listen(port, '127.0.0.1')
}
