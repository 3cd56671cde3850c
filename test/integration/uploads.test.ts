import { plimsoll } from '@plimsoll/http'
import type { MemoryGuardOptions } from '@plimsoll/memory-guard'
import { eventually } from '../contract/eventually.js'
import { type RawConnection, serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const GIB = 2 ** 30
/** The scripted container holds 1024 GiB, of which a fifth is in use. */
const ROOM_BYTES = (0.97 - 0.2) * 1024 * GIB
const UPLOADS = 500

/** Sends the heads of 500 uploads; their bodies never come, so all that are let in stay in flight. */
async function rush(guard: MemoryGuardOptions, declaredBytes: number) {
  // The heap of the process that runs the test is real, and could not hold a single one.
  const { options } = scripted({ ...guard, signals: ['container'] })
  const suite = keep(plimsoll(options))
  const { server, port } = await listen((req) => void req.resume())
  suite.attach(server)
  const head = ['POST /upload HTTP/1.1', 'Host: x', `Content-Length: ${declaredBytes}`, '', '']
  const clients = Array.from({ length: UPLOADS }, () => raw(port))
  await Promise.all(clients.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))))
  const startedAt = performance.now()
  for (const client of clients) client.send(...head)
  const sentInMs = performance.now() - startedAt
  const stats = () => suite.guard!.stats
  await eventually(() => expect(stats().admitted + stats().shed).toBe(UPLOADS))
  const inFlight = () => stats().costs.reduce((sum, cost) => sum + cost.inFlight, 0)
  return { clients, stats, inFlight, sentInMs }
}

const answered = (clients: readonly RawConnection[], status: number) =>
  clients.filter(({ received }) => received.startsWith(`HTTP/1.1 ${status}`)).length

describe('500 uploads within 50 ms', () => {
  // What a route that was never seen to its end holds beside the body, parsed perhaps, is not known: room is left.
  test.each<[string, MemoryGuardOptions, number, number]>([
    ['that declare 4 GiB each', {}, 4 * GIB, 0.2],
    ['of a route that is known to cost 4 GiB', { costs: { 'POST /upload': 4 * GIB } }, 1000, 0.7],
  ])('%s: what fits is let in, the others are told to come later', async (_, guard, declaredBytes, least) => {
    const { clients, stats, inFlight } = await rush(guard, declaredBytes)
    const { admitted } = stats()
    expect(admitted * 4 * GIB).toBeLessThanOrEqual(ROOM_BYTES)
    expect(admitted * 4 * GIB).toBeGreaterThan(least * ROOM_BYTES)
    await eventually(() => expect(answered(clients, 503)).toBe(UPLOADS - admitted))
    expect(inFlight()).toBe(admitted)
    for (const { socket } of clients) socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('with a body that can never fit: all are refused for good, before a byte of it is read', async () => {
    const { clients, stats } = await rush({}, 2000 * GIB)
    expect(stats()).toMatchObject({ admitted: 0, byReason: { 'body-size': UPLOADS } })
    await eventually(() => expect(answered(clients, 413)).toBe(UPLOADS))
  })
})

describe("a body beyond V8's heap limit, without a container", () => {
  test.each([
    ['application/octet-stream', 200],
    ['multipart/form-data; boundary=x', 200],
    ['application/json', 413],
  ])('%s: %s', async (contentType, status) => {
    const { options } = scripted({ signals: ['heap-live'] })
    const suite = keep(plimsoll(options))
    const { server, port } = await listen((_req, res) => void res.end())
    suite.attach(server)
    const client = raw(port)
    client.send(
      'PUT /file HTTP/1.1',
      'Host: x',
      `Content-Type: ${contentType}`,
      `Content-Length: ${2000 * GIB}`,
      '',
      '',
    )
    await eventually(() => expect(client.received).toMatch(`HTTP/1.1 ${status}`))
    client.socket.destroy()
  })
})
