import { Duplex } from 'node:stream'
import { closeRested } from '../src/connections/close-rested.js'
import type { Http1Socket } from '../src/connections/http1-socket.js'
import type { Moment } from '../src/platform/quiet-moment.js'

function connection() {
  const fake = {
    rests: true,
    closed: 0,
    hasRestedFor: () => fake.rests,
    socket: Object.assign(new Duplex(), {
      destroySoon() {
        fake.closed += 1
      },
    }),
  }
  return fake
}
type Fake = ReturnType<typeof connection>

/** The moment that was waited for, which the test lets come. */
function closing(rested: readonly Fake[], talking: readonly Fake[] = rested) {
  const moments: Moment[] = []
  const sockets = talking.map(({ socket }) => socket)
  closeRested(rested as unknown as readonly Http1Socket[], sockets, 2000, {
    await: (moment) => void moments.push(moment),
  })
  return moments[0] as Moment
}

describe('F80: connections that have rested', () => {
  test('are read while all others are held, and closed when the moment has come', () => {
    const [idle, busy] = [connection(), connection()]
    const moment = closing([idle], [idle, busy])
    expect([...moment.held]).toEqual([busy.socket])
    expect(moment.came()).toEqual([])
    expect(idle.closed).toBe(0)
    moment.act()
    expect([idle.closed, busy.closed]).toEqual([1, 0])
  })

  test('one that asks in the last turn is held with the others, and stays', () => {
    const [idle, asking] = [connection(), connection()]
    const moment = closing([idle, asking])
    asking.rests = false
    expect(moment.came()).toEqual([asking.socket])
    asking.rests = true
    expect(moment.came()).toEqual([])
    moment.act()
    expect([idle.closed, asking.closed]).toEqual([1, 0])
  })

  test.each([
    [150, 150],
    [1000, 200],
    [100_000, 5000],
  ])('of %d so many are closed in one go: %d', (count, batch) => {
    const one = connection()
    const many = Array.from({ length: count }, () => one)
    closing(many, []).act()
    expect(one.closed).toBe(batch)
  })
})
