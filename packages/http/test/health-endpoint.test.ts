import type { Pressure, Sample } from '@plimsoll/core'
import { createHealth, type HealthOptions } from '@plimsoll/health'
import { createHealthEndpoint } from '../src/health-endpoint.js'
import type { RequestView } from '../src/request-view.js'

const TOKEN = 'a-token-of-sixteen-bytes'

const sample: Sample = {
  atMs: 0,
  rssBytes: 1000,
  heapUsedBytes: 500,
  heapTotalBytes: 600,
  heapLimitBytes: 2000,
  externalBytes: 10,
  arrayBuffersBytes: 5,
  eventLoopDelayMs: 0,
  eventLoopUtilizationRatio: 0,
  gcTimeRatio: 0,
}

function fixture(options?: HealthOptions) {
  const pressure: Pressure = { level: 'normal', ratio: 0.5, signal: 'heap-live', sinceMs: 0 }
  const draining: (() => boolean)[] = []
  const health = createHealth(options, {
    clock: { now: () => 0, schedule: () => ({ close() {} }) },
    sampler: {
      latest: sample,
      pressure,
      stats: { failing: [] } as never,
      onLimitChange: () => ({ close() {}, [Symbol.dispose]() {} }),
    },
    board: {
      put: () => ({ close() {}, [Symbol.dispose]() {} }),
      list: (slot) => (slot === 'drain' ? draining : []) as never,
    },
    processFacts: { uptimeMs: () => 1000, isWorkerThread: false },
  })
  return { health, draining, endpoint: createHealthEndpoint(health) }
}

const view = (path: string | undefined, more: Partial<RequestView> = {}): RequestView => ({
  method: 'GET',
  path,
  headers: {},
  remoteAddress: '192.0.2.7',
  ...more,
})

/** Whether the answer to this request shows figures. */
async function showsDetails(
  options: HealthOptions | undefined,
  more: Partial<RequestView>,
): Promise<boolean> {
  const reply = await fixture(options).endpoint.answer(view('/health', more))
  return JSON.parse(reply?.body ?? '{}').memory.rssBytes === 1000
}

describe('createHealthEndpoint', () => {
  test('answers its four paths and no others', async () => {
    const { endpoint, health } = fixture()
    health.listening()
    expect(endpoint.paths).toEqual(['/health', '/livez', '/readyz', '/startupz'])
    for (const path of endpoint.paths) expect((await endpoint.answer(view(path)))?.status).toBe(200)
    for (const path of ['/', '/healthz', '/health/x', undefined]) {
      expect(endpoint.answer(view(path))).toBeUndefined()
    }
  })

  test('probes turn with the start and with draining', async () => {
    const { endpoint, health, draining } = fixture()
    const statusOf = async (path: string) => (await endpoint.answer(view(path)))?.status
    expect(await statusOf('/startupz')).toBe(503)
    expect(await statusOf('/readyz')).toBe(503)
    expect(await statusOf('/livez')).toBe(200)
    health.markReady()
    expect(await statusOf('/startupz')).toBe(200)
    expect(await statusOf('/readyz')).toBe(200)
    draining.push(() => true)
    expect((await endpoint.answer(view('/readyz')))?.body).toBe('{"status":"fail","reason":"draining"}')
    expect(await statusOf('/livez')).toBe(200)
    expect(await statusOf('/health')).toBe(200)
  })

  test('reads with GET and HEAD; anything else is 405 with Allow', async () => {
    const { endpoint } = fixture()
    expect((await endpoint.answer(view('/health', { method: 'HEAD' })))?.status).toBe(200)
    const refused = await endpoint.answer(view('/health', { method: 'POST' }))
    expect(refused?.status).toBe(405)
    expect(refused?.headers.Allow).toBe('GET, HEAD')
    expect(endpoint.answer(view('/other', { method: 'POST' }))).toBeUndefined()
  })

  test('nobody may keep an answer', async () => {
    const { endpoint } = fixture()
    for (const path of endpoint.paths) {
      const reply = await endpoint.answer(view(path))
      expect(reply?.headers['Cache-Control']).toBe('no-store')
      expect(reply?.headers['Content-Type']).toBe('application/json; charset=utf-8')
    }
  })

  test('path: false answers whatever arrives, even what is not canonical', async () => {
    const { endpoint } = fixture({ path: false })
    expect(endpoint.paths).toEqual([])
    for (const path of ['/', '/anything', '/livez', undefined]) {
      const reply = await endpoint.answer(view(path))
      expect(JSON.parse(reply?.body ?? '{}').status).toBe('healthy')
    }
  })

  test('with every path left out it answers nothing', () => {
    const none = { health: false, livez: false, readyz: false, startupz: false } as const
    const { endpoint } = fixture({ paths: none })
    expect(endpoint.answer(view('/health'))).toBeUndefined()
    expect(endpoint.answer(view('/'))).toBeUndefined()
  })

  test('paths with capitals match where the framework folds case', async () => {
    const { endpoint } = fixture({ path: '/Health' })
    expect((await endpoint.answer(view('/health')))?.status).toBe(200)
    expect((await endpoint.answer(view('/Health')))?.status).toBe(200)
    expect(endpoint.answer(view('/HEALTH'))).toBeUndefined()
  })

  test.each([
    ['application/health+json', true],
    ['text/html, application/health+json;q=0.9, */*', true],
    ['application/health+json;q=0', false],
    ['application/health+json;q=0.0, application/json', false],
    ['application/json', false],
    ['xapplication/health+json', false],
    [undefined, false],
  ])('Accept: %s asks for the IETF shape: %s', async (accept, ietf) => {
    const { endpoint } = fixture()
    const reply = await endpoint.answer(view('/health', { headers: { accept } }))
    expect(reply?.headers['Content-Type']).toBe(
      ietf ? 'application/health+json' : 'application/json; charset=utf-8',
    )
    expect(JSON.parse(reply?.body ?? '{}').status).toBe(ietf ? 'pass' : 'healthy')
  })
})

describe('who is shown details', () => {
  test.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])(
    'F71: %s is this machine',
    async (remoteAddress) => {
      expect(await showsDetails(undefined, { remoteAddress })).toBe(true)
    },
  )

  test.each(['10.0.0.1', '::ffff:10.0.0.1', '1127.0.0.1', '127.0.0.1.evil', '', undefined])(
    'F75: %p is a stranger',
    async (remoteAddress) => {
      expect(await showsDetails(undefined, { remoteAddress })).toBe(false)
    },
  )

  test.each([
    { forwarded: 'for=192.0.2.7' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'X-Forwarded-Host': 'shop.example' },
    { 'x-forwarded-proto': 'https' },
    { 'x-real-ip': '127.0.0.1' },
    { via: '1.1 nginx' },
    { 'cf-connecting-ip': '192.0.2.7' },
    { 'x-envoy-external-address': '192.0.2.7' },
    { 'true-client-ip': '192.0.2.7' },
    { 'x-forwarded-for': ['192.0.2.7', '10.0.0.1'] },
    { host: 'shop.example' },
    { host: 'localhost.evil.example' },
    { host: '127.0.0.1.evil.example' },
    { ':authority': 'shop.example' },
  ])('F71: a loopback address behind a proxy is not: %j', async (headers) => {
    expect(await showsDetails(undefined, { remoteAddress: '127.0.0.1', headers })).toBe(false)
  })

  test.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST',
    'shop.localhost:80',
    '127.0.0.1:8080',
    '[::1]:3000',
  ])('F71: asked for as %s it is', async (host) => {
    expect(await showsDetails(undefined, { remoteAddress: '::1', headers: { host } })).toBe(true)
  })

  test.each([
    [`Bearer ${TOKEN}`, true],
    [`bearer ${TOKEN}`, true],
    [`Bearer ${TOKEN}x`, false],
    [`Bearer ${TOKEN.slice(0, -1)}`, false],
    ['Bearer ', false],
    [TOKEN, false],
    [`Basic ${TOKEN}`, false],
    [[`Bearer ${TOKEN}`, 'Bearer x'], false],
    [undefined, false],
  ])('F67: Authorization %j: %s', async (authorization, shown) => {
    expect(await showsDetails({ token: TOKEN }, { headers: { authorization } })).toBe(shown)
  })

  test('a token works through a proxy, and without one configured no token does', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '192.0.2.7' }
    expect(await showsDetails({ token: ['another-token-here', TOKEN] }, { headers })).toBe(true)
    expect(await showsDetails(undefined, { headers })).toBe(false)
  })

  test("details: 'full' shows everybody, 'status' nobody", async () => {
    expect(await showsDetails({ details: 'full' }, {})).toBe(true)
    const trusted = { remoteAddress: '127.0.0.1', headers: { authorization: `Bearer ${TOKEN}` } }
    expect(await showsDetails({ details: 'status', token: TOKEN }, trusted)).toBe(false)
  })
})
