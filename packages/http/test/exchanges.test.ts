import { exchangeOf, knownExchange } from '../src/exchange.js'

type Request = Parameters<typeof exchangeOf>[0]

const RESPONSE = {} as Parameters<typeof exchangeOf>[1]

const request = (facts: object): Request => ({ url: '/', method: 'GET', ...facts }) as Request

describe('where an exchange is kept', () => {
  test('is found again, and shows nowhere', () => {
    const rawHeaders = ['Host', 'a.example']
    const req = request({ rawHeaders })
    const before = Reflect.ownKeys(req)
    const exchange = exchangeOf(req, RESPONSE)
    expect(exchangeOf(req, RESPONSE)).toBe(exchange)
    expect(knownExchange(req)).toBe(exchange)
    expect(Reflect.ownKeys(req)).toEqual(before)
    expect(Reflect.ownKeys(rawHeaders)).toEqual(['0', '1', 'length'])
    expect(JSON.stringify(rawHeaders)).toBe('["Host","a.example"]')
  })

  test('is found through what inherits from the request', () => {
    const req = request({ rawHeaders: [] })
    const exchange = exchangeOf(req, RESPONSE)
    expect(knownExchange(Object.create(req))).toBe(exchange)
  })

  test('two requests have two, and one that was never seen has none', () => {
    const [first, second] = [request({ rawHeaders: [] }), request({ rawHeaders: [] })]
    expect(exchangeOf(first, RESPONSE)).not.toBe(exchangeOf(second, RESPONSE))
    expect(knownExchange(request({ rawHeaders: [] }))).toBeUndefined()
    expect(knownExchange({})).toBeUndefined()
  })

  test.each([
    ['has no raw headers', () => request({})],
    ['makes them anew each time', () => Object.defineProperty(request({}), 'rawHeaders', { get: () => [] })],
    ['has them as something else', () => request({ rawHeaders: 'Host: a' })],
    ['has frozen ones', () => request({ rawHeaders: Object.freeze([]) })],
  ])('a request that %s is known as well', (_, make) => {
    const req = make() as Request
    const exchange = exchangeOf(req, RESPONSE)
    expect(exchangeOf(req, RESPONSE)).toBe(exchange)
    expect(knownExchange(req)).toBe(exchange)
  })
})

describe('the target of an exchange', () => {
  test('is what the client sent, read when it is first asked for', () => {
    expect(exchangeOf(request({ rawHeaders: [], url: '/b', originalUrl: '/a/b' }), RESPONSE).url).toBe('/a/b')
    expect(exchangeOf(request({ rawHeaders: [], url: '/b/?q' }), RESPONSE).path).toBe('/b')
    expect(exchangeOf(request({ rawHeaders: [], url: undefined }), RESPONSE).url).toBe('/')
  })
})
