import type { Exchange } from '../src/exchange.js'
import { RouteLabels } from '../src/route-labels.js'

const labelOf = (labels: RouteLabels, mount: string, template: unknown) =>
  labels.of({ route: { mount, template } } as Exchange)

describe('route labels', () => {
  test('are the mount path and the template in one', () => {
    const labels = new RouteLabels()
    expect(labelOf(labels, '', '/orders/:id')).toBe('/orders/:id')
    expect(labelOf(labels, '/api/v2', '/orders/:id')).toBe('/api/v2/orders/:id')
    expect(labelOf(labels, '/api', '/')).toBe('/api')
  })

  test('there is none where no route answered, or it was given as a pattern', () => {
    const labels = new RouteLabels()
    expect(labels.of({ route: undefined } as Exchange)).toBeUndefined()
    expect(labelOf(labels, '/api', /orders/)).toBeUndefined()
    expect(labelOf(labels, '/api', ['/a', '/b'])).toBeUndefined()
  })

  test('F46: values in a mount path are collapsed when they look like values', () => {
    const labels = new RouteLabels()
    for (const value of ['7', '5f0c6ff0-98b4-4d6a-b3f1-0a7c7a7e9f10', 'deadbeefcafe']) {
      expect(labelOf(labels, `/users/${value}/posts`, '/:id')).toBe('/users/:value/posts/:id')
    }
  })

  test('F46: and when there are ever new ones in one place, whatever they look like', () => {
    const labels = new RouteLabels()
    const seen = new Set<string | undefined>()
    for (let i = 0; i < 5000; i += 1)
      seen.add(labelOf(labels, `/t/${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i % 97)}`, '/x'))
    expect(seen.size).toBeLessThanOrEqual(17)
    expect(seen).toContain('/t/:value/x')
  })

  test('F46: made-up mounts on many places stay bounded, too', () => {
    const labels = new RouteLabels()
    const seen = new Set<string | undefined>()
    const name = (i: number) =>
      String.fromCharCode(97 + (i % 26), 97 + ((i / 26) % 26), 97 + ((i / 676) % 26))
    for (let i = 0; i < 20_000; i += 1)
      seen.add(labelOf(labels, `/${name(i)}/${name(i * 7)}/${name(i * 13)}`, '/x'))
    expect(seen.size).toBeLessThan(16 * 16 * 17)
  })
})
