import { Duplex } from 'node:stream'
import { QuietMoments } from '../src/platform/quiet-moment.js'

/** A socket whose handle keeps count of whether it is read. */
function fakeSocket({ reading = true, handle = true } = {}) {
  const socket = new Duplex() as Duplex & { _handle?: unknown; isRead: boolean }
  socket.isRead = reading
  if (handle) {
    socket._handle = {
      reading,
      readStart() {
        socket.isRead = true
      },
      readStop() {
        socket.isRead = false
      },
    }
  }
  return socket
}

const acted = (moments: QuietMoments, came: () => readonly Duplex[], held: readonly Duplex[] = []) =>
  new Promise<readonly boolean[]>((resolve) => {
    const act = (): void => resolve(held.map((socket) => (socket as { isRead?: boolean }).isRead === true))
    moments.await({ held, came, act })
  })

const nobody = (): readonly Duplex[] => []

describe('F80: a quiet moment', () => {
  test('nobody is read until it has come, and afterwards who wants to be', async () => {
    const [busy, paused] = [fakeSocket(), fakeSocket({ reading: false })]
    const whenActed = await acted(new QuietMoments(), nobody, [busy, paused])
    expect(whenActed).toEqual([false, false])
    expect([busy.isRead, paused.isRead]).toEqual([true, false])
  })

  test('comes after two turns without anybody new, and who is new is not read either', async () => {
    const arrivals = [[fakeSocket()], [], [fakeSocket(), fakeSocket()], [fakeSocket()]]
    const all = arrivals.flat()
    let readMeanwhile = 0
    await acted(new QuietMoments(), () => {
      readMeanwhile += all.filter((socket) => !socket.isRead).length
      return arrivals.shift() ?? []
    })
    expect(arrivals).toEqual([])
    expect(readMeanwhile).toBeGreaterThanOrEqual(1 + 1 + 3 + 4)
    expect(all.map(({ isRead }) => isRead)).toEqual([true, true, true, true])
  })

  test('a long turn is none, however little it brought', async () => {
    let nowMs = 0
    const turnsMs = [5, 0.1, 5, 0.1, 0.1]
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs)
    await acted(new QuietMoments(), () => {
      const turnMs = turnsMs.shift() ?? 0
      queueMicrotask(() => {
        nowMs += turnMs
      })
      return []
    })
    expect(turnsMs).toEqual([])
  })

  test.each([
    ['200 ms since somebody came last', 10, 0, 21],
    ['a second in all, while somebody comes in each turn', 30, Number.POSITIVE_INFINITY, 35],
    ['ten turns, where they take less than a second', 50, 0, 10],
    ['a second, however few turns that is', 400, 0, 4],
    ['one turn, where that takes longer', 5000, Number.POSITIVE_INFINITY, 2],
  ])('a process that is never quiet is waited for: %s', async (_name, turnMs, comers, expected) => {
    let [nowMs, turns] = [0, 0]
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs)
    await acted(new QuietMoments(), () => {
      turns += 1
      queueMicrotask(() => {
        nowMs += turnMs
      })
      return turns <= comers ? [fakeSocket()] : []
    })
    expect(turns).toBe(expected)
  })

  test('what was waited for in vain is not waited for again at once, and is later', async () => {
    let nowMs = 0
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs)
    const moments = new QuietMoments()
    const turnsNeeded = async (): Promise<number> => {
      let turns = 0
      await acted(moments, () => {
        turns += 1
        queueMicrotask(() => {
          nowMs += 50
        })
        return []
      })
      return turns
    }
    expect([await turnsNeeded(), await turnsNeeded(), await turnsNeeded()]).toEqual([10, 1, 1])
    nowMs += 5000
    expect(await turnsNeeded()).toBe(10)
  })

  test('F83: what a primary has accepted has to be here: it is asked until nobody came between two answers', async () => {
    const answers: (() => void)[] = []
    let arrived: readonly Duplex[] = []
    let asked = 0
    const act = jest.fn()
    const turns = async (): Promise<void> => {
      for (let i = 0; i < 20; i += 1) await new Promise(setImmediate)
    }
    new QuietMoments().await({
      held: [],
      came() {
        const came = arrived
        arrived = []
        return came
      },
      handedOver() {
        asked += 1
        return new Promise((resolve) => answers.push(resolve))
      },
      act,
    })
    await turns()
    expect(asked).toBe(1)
    arrived = [fakeSocket()]
    await turns()
    for (const answered of [2, 3]) {
      answers.shift()?.()
      await turns()
      expect([asked, act.mock.calls.length]).toEqual([answered, 0])
    }
    answers.shift()?.()
    await turns()
    expect(act).toHaveBeenCalledTimes(1)
  })

  test('several at once are one: all act before anybody is read again', async () => {
    const moments = new QuietMoments()
    const [first, second] = [fakeSocket(), fakeSocket()]
    const seen: boolean[] = []
    const look = (): void => void seen.push(first.isRead, second.isRead)
    moments.await({ held: [first], came: nobody, act: look })
    await new Promise<void>((resolve) => {
      const act = (): void => {
        look()
        resolve()
      }
      moments.await({ held: [second], came: nobody, act })
    })
    expect(seen).toEqual([false, false, false, false])
    expect([first.isRead, second.isRead]).toEqual([true, true])
  })

  test('without a handle that can be stopped, or with one that is closed, nothing is held and all goes on', async () => {
    const [none, closed] = [fakeSocket({ handle: false }), fakeSocket()]
    closed._handle = null
    await expect(acted(new QuietMoments(), nobody, [none, closed])).resolves.toHaveLength(2)
  })
})
