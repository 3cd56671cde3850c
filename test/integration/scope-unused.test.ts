import type { RequestListener, ServerResponse } from 'node:http'
import { resourceTracker } from '@plimsoll/express'
import { resourceTracker as resourceTrackerKoa } from '@plimsoll/koa'
import express4 from 'express4'
import express5, { type Express } from 'express5'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import { ask } from '../contract/ask.js'
import { serving } from './serving.js'

const { keep, listen, scripted } = serving()

type Options = Parameters<typeof resourceTracker>[0]

/** What hangs on a request and its response while its handler runs. */
function shapeOf(seen: object, res: ServerResponse) {
  return {
    fields: Object.getOwnPropertyNames(seen).sort(),
    symbols: Object.getOwnPropertySymbols(seen).map(String).sort(),
    listeners: res.eventNames().map((name) => [String(name), res.listenerCount(name)]),
  }
}

type Shape = ReturnType<typeof shapeOf>
type Serve = (options: Options | undefined) => Promise<Shape>

function common() {
  const { sampler, logger, onError } = scripted().options
  return { sampler, logger, onError }
}

const onExpress =
  (createExpress: () => Express): Serve =>
  async (options) => {
    const app = createExpress()
    if (options !== undefined) app.use(keep(resourceTracker({ ...common(), ...options })))
    app.get('/', (req, res) => void res.send(JSON.stringify(shapeOf(req, res))))
    const { port } = await listen(app as RequestListener)
    return JSON.parse((await ask(port, '/')).text)
  }

const onKoa =
  (createKoa: () => Koa): Serve =>
  async (options) => {
    const app = createKoa()
    if (options !== undefined) app.use(keep(resourceTrackerKoa({ ...common(), ...options })))
    app.use((ctx) => {
      ctx.body = JSON.stringify([shapeOf(ctx, ctx.res), shapeOf(ctx.req, ctx.res)])
    })
    const { port } = await listen(app.callback())
    const [context, request] = JSON.parse((await ask(port, '/')).text) as [Shape, Shape]
    return {
      fields: [...context.fields, ...request.fields],
      symbols: [...context.symbols, ...request.symbols],
      listeners: context.listeners,
    }
  }

describe.each<[string, Serve]>([
  ['Express 4', onExpress(express4 as unknown as () => Express)],
  ['Express 5', onExpress(express5)],
  ['Koa 2', onKoa(() => new Koa2() as unknown as Koa)],
  ['Koa 3', onKoa(() => new Koa3() as unknown as Koa)],
])('%s: a request that opens nothing', (_, serve) => {
  test('has no field and no listener more than without a tracker', async () => {
    const without = await serve(undefined)
    const { fields, listeners, symbols } = await serve({})
    expect({ fields, listeners }).toEqual({ fields: without.fields, listeners: without.listeners })
    expect(symbols.filter((name) => !without.symbols.includes(name))).toEqual([])
  })

  test.each<[string, Options]>([
    ['clearFields', { clearFields: ['loaded'] }],
    ['asyncContext', { asyncContext: true }],
    ['overdueMs', { overdueMs: 1000 }],
    ['timeoutMs', { timeoutMs: 60_000 }],
  ])('is listened to once where %s asks for its end', async (_option, options) => {
    const closes = ({ listeners }: Shape) => listeners.find(([name]) => name === 'close')?.[1] ?? 0
    const without = await serve(undefined)
    expect(Number(closes(await serve(options)))).toBe(Number(closes(without)) + 1)
  })
})
