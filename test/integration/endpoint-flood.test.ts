import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { board } from '@plimsoll/core'
import { plimsoll } from '@plimsoll/http'

describe('endpoints over real sockets', () => {
  let server: Server
  let origin: string
  let checks = 0
  const suite = plimsoll({
    guard: false,
    logger: { info() {}, warn() {}, error() {} },
    health: {
      checks: {
        counted: () => {
          checks += 1
          return 'pass'
        },
      },
    },
  })

  beforeAll(async () => {
    server = createServer((request, response) => suite(request, response, () => response.end('hello')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(async () => {
    suite.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const get = async (path: string) => {
    const response = await fetch(origin + path)
    return { status: response.status, text: await response.text() }
  }

  const requestsIn = (text: string) =>
    [...text.matchAll(/^http_request_duration_seconds_count\{.*method="GET".*\} (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    )

  test('F45: 50 scrapes at once all get the whole text, and reset nothing', async () => {
    for (let requests = 0; requests < 3; requests += 1) await get('/')
    const before = requestsIn((await get('/metrics')).text)
    expect(before).toBeGreaterThanOrEqual(3)
    const answers = await Promise.all(Array.from({ length: 50 }, () => get('/metrics')))
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      expect(text).toContain('nodejs_heap_size_used_bytes')
      expect(requestsIn(text)).toBeGreaterThanOrEqual(before)
    }
    // A flood is answered from a cache once it has used up its share of time; the next fresh scrape has it all.
    let after = 0
    for (let rounds = 0; rounds < 50 && after < before + 50; rounds += 1) {
      await delay(100)
      after = requestsIn((await get('/metrics')).text)
    }
    expect(after).toBeGreaterThanOrEqual(before + 50)
  })

  test('F37: a flood of /health runs a check once', async () => {
    await get('/health')
    const before = checks
    const answers = await Promise.all(Array.from({ length: 200 }, () => get('/health')))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    // The outcome is kept for a second; a slow machine may take longer than that for 200 requests.
    expect(checks - before).toBeLessThanOrEqual(5)
  })

  test('F45: while draining /metrics is served, /livez is alive and /readyz is not ready', async () => {
    expect((await get('/readyz')).status).toBe(200)
    const drain = board().put('drain', () => true)
    try {
      expect((await get('/readyz')).status).toBe(503)
      expect((await get('/livez')).status).toBe(200)
      expect(JSON.parse((await get('/health')).text).status).toBe('draining')
      expect((await get('/metrics')).text).toContain('plimsoll_health_status{status="draining"} 1')
    } finally {
      drain.close()
    }
    expect((await get('/readyz')).status).toBe(200)
  })
})
