import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { memoryGuard, plimsoll, resourceTracker } from '@plimsoll/express'
import express4 from 'express4'
import express5, { type Express, type RequestHandler } from 'express5'
import { ask } from '../contract/ask.js'
import { serving } from './serving.js'

const { keep, listen, scripted } = serving()

type Suite = RequestHandler & { attach(server: object): void; close(): void }
type Common = ReturnType<typeof common>
type Pair = readonly [object, object]

function common() {
  const { sampler, logger, onError } = scripted().options
  return { sampler, logger, onError }
}

/** Whether two objects share what V8 calls a map. No other way tells. */
function shareClass(one: object, other: object): boolean {
  setFlagsFromString('--allow-natives-syntax')
  try {
    return new Function('one', 'other', 'return %HaveSameMap(one, other)')(one, other)
  } finally {
    setFlagsFromString('--no-allow-natives-syntax')
  }
}

/** As a tool does that wraps what we have wrapped: it runs first. */
function inFrontOf(server: Server, work: (req: IncomingMessage, res: ServerResponse) => void): void {
  const ours = server.emit
  server.emit = function (this: Server, ...event: [string, ...unknown[]]) {
    if (event[0] === 'request') work(event[1] as IncomingMessage, event[2] as ServerResponse)
    return Reflect.apply(ours, this, event)
  } as typeof ours
}

const fieldsOf = (target: object) => Reflect.ownKeys(target).map(String).sort()
/** Where V8 gives what Express has touched a class of its own, if nobody prepares it. */
const forgets = Number.parseInt(process.versions.v8, 10) < 13

describe.each([
  ['Express 4', express4 as unknown as () => Express],
  ['Express 5', express5],
])('%s', (_, createExpress) => {
  async function serve(suite: Suite | undefined, attached = false) {
    const app = createExpress()
    if (suite !== undefined) app.use(keep(suite))
    const seen: Pair[] = []
    const fields: string[][] = []
    app.get('/', (req, res) => {
      seen.push([req, res])
      fields.push([...fieldsOf(req), ...fieldsOf(res)])
      res.send('done')
    })
    const { server, port } = await listen(createServer(app as unknown as RequestListener))
    if (attached) suite?.attach(server)
    return { server, seen, fields, ask: (path = '/') => ask(port, path) }
  }

  async function lastTwo({ seen, ask }: Awaited<ReturnType<typeof serve>>): Promise<readonly [Pair, Pair]> {
    for (let count = 0; count < 4; count += 1) await ask()
    return seen.slice(-2) as [Pair, Pair]
  }

  const suites: [string, (options: Common & { autoAttach?: boolean }) => Suite][] = [
    ['plimsoll', (options) => plimsoll(options) as unknown as Suite],
    ['memoryGuard', (options) => memoryGuard(options) as unknown as Suite],
    ['resourceTracker', (options) => resourceTracker(options) as unknown as Suite],
  ]

  test.each(suites)('behind %s() requests share a class, and so do responses', async (_name, make) => {
    const [[req, res], [otherReq, otherRes]] = await lastTwo(await serve(make(common())))
    expect(shareClass(req, otherReq)).toBe(true)
    expect(shareClass(res, otherRes)).toBe(true)
  })

  test('a class outlives the last request: an example of each is kept', async () => {
    const set = jest.spyOn(Object, 'setPrototypeOf')
    const served = await serve(plimsoll(common()) as unknown as Suite)
    const real = new Set<unknown>()
    served.server.on('request', (req, res) => void real.add(req).add(res))
    const [, [req, res]] = await lastTwo(served)
    const examples = set.mock.calls.map(([target]) => target as object).filter((target) => !real.has(target))
    expect(examples.filter((each) => shareClass(each, req))).toHaveLength(forgets ? 1 : 0)
    expect(examples.filter((each) => shareClass(each, res))).toHaveLength(forgets ? 1 : 0)
  })

  test('with autoAttach: false nothing is put in front, unless somebody attaches', async () => {
    const off = await serve(plimsoll({ ...common(), autoAttach: false }) as unknown as Suite)
    const [[req], [other]] = await lastTwo(off)
    expect(Object.hasOwn(off.server, 'emit')).toBe(false)
    expect(shareClass(req, other)).toBe(!forgets)

    const attached = await serve(plimsoll({ ...common(), autoAttach: false }) as unknown as Suite, true)
    const [[prepared], [second]] = await lastTwo(attached)
    expect(shareClass(prepared, second)).toBe(true)
  })

  test('handlers find the fields that they would find without us, and no other', async () => {
    const bare = await serve(undefined)
    await bare.ask()
    const ours = await serve(plimsoll(common()) as unknown as Suite)
    await lastTwo(ours)
    // Node gives these to each sooner or later; before, they are inherited with the same value.
    const early = ['_eventsCount', 'statusCode', 'statusMessage']
    const without = (fields: string[] | undefined) => fields?.filter((name) => !early.includes(name))
    expect(without(ours.fields.at(-1))).toEqual(without(bare.fields.at(-1)))
  })

  test('what somebody has set before Express stays', async () => {
    const app = createExpress()
    const suite = keep(plimsoll(common()))
    app.use(suite)
    app.get('/moved', (req, res) => {
      res.json([
        req.originalUrl,
        res.locals.by,
        res.statusCode,
        res.statusMessage,
        req.listenerCount('aborted'),
      ])
    })
    const before = (incoming: IncomingMessage, response: ServerResponse): void => {
      const req = incoming as IncomingMessage & { originalUrl?: string }
      const res = response as ServerResponse & { locals?: object }
      req.originalUrl = '/as/it/came'
      req.url = '/moved'
      req.on('aborted', () => {})
      res.locals = { by: 'gateway' }
      res.statusCode = 203
      res.statusMessage = 'As Told'
    }
    const server = createServer(app as unknown as RequestListener)
    const { port } = await listen(server)
    await ask(port, '/moved')
    inFrontOf(server, before)
    const { status, text } = await ask(port, '/moved')
    expect({ status, seen: JSON.parse(text) }).toEqual({
      status: 203,
      seen: ['/as/it/came', 'gateway', 203, 'As Told', 1],
    })
  })

  test('what cannot be prepared is served, and told', async () => {
    const errors: unknown[] = []
    const options = { ...common(), onError: (error: unknown) => void errors.push(error) }
    const { server, ask: askIt } = await serve(resourceTracker(options) as unknown as Suite)
    await askIt()
    let asked = 0
    const hostile = {
      get() {
        asked += 1
        if (asked === 1) throw new Error('not yet')
        return undefined
      },
      set() {},
    }
    inFrontOf(server, (req) => void Object.defineProperty(req, 'route', hostile))
    expect((await askIt()).text).toBe('done')
    expect(errors.map(String)).toEqual(forgets ? ['Error: not yet'] : [])
  })

  test('close() takes away what was put in front', async () => {
    const suite = resourceTracker(common()) as unknown as Suite
    const { server, ask: askIt } = await serve(suite)
    await askIt()
    expect(Object.hasOwn(server, 'emit')).toBe(forgets)
    suite.close()
    expect(Object.hasOwn(server, 'emit')).toBe(false)
    expect((await askIt()).status).toBe(200)
  })
})
