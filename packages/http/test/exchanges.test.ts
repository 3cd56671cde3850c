import { exchangeOf, knownExchange } from '../src/exchange.js'

type Request = Parameters<typeof exchangeOf>[0]

const RESPONSE = {} as Parameters<typeof exchangeOf>[1]

const request = (facts: object): Request => ({ url: '/', method: 'GET', ...facts }) as Request

describe('where an exchange is kept', () => {
  test('is found again, and shows nowhere', () => {
    const state = { flowing: null }
    const req = request({ _readableState: state })
    const before = Reflect.ownKeys(req)
    const exchange = exchangeOf(req, RESPONSE)
    expect(exchangeOf(req, RESPONSE)).toBe(exchange)
    expect(knownExchange(req)).toBe(exchange)
    expect(Reflect.ownKeys(req)).toEqual(before)
    expect(Reflect.ownKeys(state)).toEqual(['flowing'])
  })

  test('is found through what inherits from the request', () => {
    const req = request({ _readableState: {} })
    const exchange = exchangeOf(req, RESPONSE)
    expect(knownExchange(Object.create(req))).toBe(exchange)
  })

  test('two requests have two, and one that was never seen has none', () => {
    const [first, second] = [request({ _readableState: {} }), request({ _readableState: {} })]
    expect(exchangeOf(first, RESPONSE)).not.toBe(exchangeOf(second, RESPONSE))
    expect(knownExchange(request({ _readableState: {} }))).toBeUndefined()
    expect(knownExchange({})).toBeUndefined()
  })

  test.each([
    ['is no stream', () => request({})],
    [
      'makes its state anew each time',
      () => Object.defineProperty(request({}), '_readableState', { get: () => ({}) }),
    ],
    ['has something else there', () => request({ _readableState: 'flowing' })],
    ['has a frozen one', () => request({ _readableState: Object.freeze({}) })],
  ])('a request that %s is known as well', (_, make) => {
    const req = make() as Request
    const exchange = exchangeOf(req, RESPONSE)
    expect(exchangeOf(req, RESPONSE)).toBe(exchange)
    expect(knownExchange(req)).toBe(exchange)
  })
})

describe('the target of an exchange', () => {
  test('is what the client sent, read when it is first asked for', () => {
    expect(exchangeOf(request({ _readableState: {}, url: '/b', originalUrl: '/a/b' }), RESPONSE).url).toBe(
      '/a/b',
    )
    expect(exchangeOf(request({ _readableState: {}, url: '/b/?q' }), RESPONSE).path).toBe('/b')
    expect(exchangeOf(request({ _readableState: {}, url: undefined }), RESPONSE).url).toBe('/')
  })
})
