import { Lingering } from '../src/costs/lingering.js'
import { RouteCost } from '../src/costs/route-cost.js'

function lingering(count: number) {
  const all = new Lingering()
  const route = new RouteCost('GET /report')
  const responses = Array.from({ length: count }, () => ({ writableEnded: false }))
  for (const [index, response] of responses.entries()) all.add(route, response, index)
  return { all, route, responses }
}

describe('requests whose clients have left', () => {
  test('hold what they hold until their handlers have ended the responses', () => {
    const { all, route, responses } = lingering(3)
    expect(route.holders).toBe(3)
    responses[0]!.writableEnded = true
    all.settle()
    expect(route.lingering).toBe(2)
  })

  test('are forgotten after half a minute, if their handlers never do', () => {
    const { all, route } = lingering(3)
    all.settle(30_000)
    expect(route.lingering).toBe(2)
    all.settle(40_000)
    expect(route.lingering).toBe(0)
  })

  test('a flood of them takes no more than its room', () => {
    const { all, route, responses } = lingering(2500)
    expect(route.lingering).toBe(1000)
    all.settle()
    expect(route.lingering).toBe(1000)
    for (const response of responses) response.writableEnded = true
    all.settle()
    expect(route.lingering).toBe(0)
  })
})
