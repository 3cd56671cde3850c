import { Classifier } from '../src/classifier.js'
import { resolveMemoryGuardOptions } from '../src/guard-options.js'

const request = { method: 'GET', path: '/users/7', bodyBytes: 0, raw: {} }

describe('classes of requests', () => {
  test('F35: a critical route that throws does not switch the priority off', () => {
    const told: unknown[] = []
    const criticalRoutes = () => {
      throw new Error('mine')
    }
    const options = resolveMemoryGuardOptions({ criticalRoutes, priority: () => 'sheddable' })
    expect(new Classifier(options, (error) => told.push(error)).of(request)).toBe('sheddable')
    expect(told).toHaveLength(1)
  })

  test.each(['/users/:id', '/files/*', 'GET /a/:b/c'])(
    'a pattern that would protect nobody is refused: %s',
    (route) => {
      expect(() => resolveMemoryGuardOptions({ criticalRoutes: [route] })).toThrow(
        expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION_RANGE' }),
      )
    },
  )
})
