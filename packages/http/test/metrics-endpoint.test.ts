import { createMetricsEndpoint } from '../src/metrics-endpoint.js'
import type { RequestView } from '../src/request-view.js'

const view = (path: string | undefined, method = 'GET'): RequestView => ({
  method,
  path,
  headers: {},
  remoteAddress: '192.0.2.7',
})

const endpointAt = (path: string | false) =>
  createMetricsEndpoint({
    options: { path },
    scrape: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }),
  })

describe('createMetricsEndpoint', () => {
  test('answers its path with what was scraped', async () => {
    const endpoint = endpointAt('/metrics')
    expect(endpoint.paths).toEqual(['/metrics'])
    const reply = await endpoint.answer(view('/metrics'))
    expect(reply).toEqual({
      status: 200,
      headers: {
        'Content-Type': 'text/plain; version=0.0.4',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
      body: 'up 1\n',
    })
  })

  test.each(['/', '/metrics/x', '/metricsx', undefined])('leaves %p alone', (path) => {
    expect(endpointAt('/metrics').answer(view(path))).toBeUndefined()
  })

  test('refuses to be written to', async () => {
    const reply = await endpointAt('/metrics').answer(view('/metrics', 'DELETE'))
    expect(reply?.status).toBe(405)
    expect(reply?.headers.Allow).toBe('GET, HEAD')
    expect((await endpointAt('/metrics').answer(view('/metrics', 'HEAD')))?.status).toBe(200)
  })

  test('path: false answers whatever arrives', async () => {
    const endpoint = endpointAt(false)
    expect(endpoint.paths).toEqual([])
    for (const path of ['/', '/anything', undefined])
      expect((await endpoint.answer(view(path)))?.status).toBe(200)
  })
})
