import { board, PlimsollError, sharedSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import express from 'express5'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, scripted } = serving()

type Package = typeof import('@plimsoll/express')
type Core = typeof import('@plimsoll/core')

/** The package as another copy of it in the same process: a second version, or a reloaded module. */
function copyOfPackages(): { plimsollExpress: Package; core: Core } {
  let copy: { plimsollExpress: Package; core: Core } | undefined
  jest.isolateModules(() => {
    copy = { plimsollExpress: require('@plimsoll/express'), core: require('@plimsoll/core') }
  })
  if (copy === undefined) throw new Error('isolateModules did not run')
  return copy
}

const inFlightOf = (suite: ReturnType<Package['plimsoll']>) =>
  suite.guard?.stats.costs.reduce((sum, cost) => sum + cost.inFlight, 0)

describe('two copies of the packages in one process', () => {
  test('F31: share the sampler, the board and what an error of theirs is', () => {
    const [first, second] = [copyOfPackages(), copyOfPackages()]
    expect(first.core.sharedSampler).not.toBe(second.core.sharedSampler)
    expect(first.core.sharedSampler()).toBe(second.core.sharedSampler())
    expect(first.core.sharedSampler()).toBe(sharedSampler())
    expect(first.core.board()).toBe(board())
    expect(() => first.plimsollExpress.plimsoll({ wrong: 1 } as never)).toThrow(PlimsollError)
    expect(() => first.plimsollExpress.plimsoll({ wrong: 1 } as never)).toThrow(second.core.PlimsollError)
  })

  test('F31: mounted on one application, they make one decision and hold one reservation', async () => {
    const { options, turn } = scripted()
    const suites = [copyOfPackages(), copyOfPackages()].map(({ plimsollExpress }) =>
      keep(plimsollExpress.plimsoll(options)),
    )
    const app = express()
    for (const suite of suites) app.use(suite)
    app.get('/work', (_req, res) => void res.send(String(inFlightOf(suites[0]!))))
    const { port } = await listen(app)
    const decided = () =>
      suites.reduce((sum, { guard }) => sum + guard!.stats.admitted + guard!.stats.shed, 0)
    for (let round = 1; round <= 3; round += 1) {
      expect((await ask(port, '/work')).text).toBe('1')
      expect(decided()).toBe(round)
    }
    turn('full')
    expect((await ask(port, '/work')).status).toBe(503)
    expect(decided()).toBe(4)
    await eventually(() => expect(inFlightOf(suites[1]!)).toBe(0))
  })

  test('F31: parts of one copy are known to the guard and the metrics of the other', async () => {
    const { options, turn } = scripted()
    const { guard, ...common } = options
    const [first, second] = [copyOfPackages().plimsollExpress, copyOfPackages().plimsollExpress]
    const app = express()
    app.use(keep(first.memoryGuard({ ...common, ...guard })))
    app.use(keep(second.health(common)))
    app.use(keep(second.metrics(common)))
    const { port } = await listen(app)
    expect((await ask(port, '/work')).status).toBe(404)
    turn('full')
    expect((await ask(port, '/work')).status).toBe(503)
    expect((await ask(port, '/livez')).status).toBe(200)
    expect((await ask(port, '/metrics')).text).toMatch(/^plimsoll_requests_total\{decision="shed",.*\} 1$/m)
  })
})

describe('hot reload', () => {
  test('F31: a suite made anew twenty times leaves one timer, and the server as it was', async () => {
    const clock = createFakeClock()
    const gc = createFakeGc()
    const ports = { clock, gc, readings: [createScriptedReadings()], probe: createFakeProbe() }
    const sampler = keep(copyOfPackages().core.createSampler({}, ports))
    const logger = { info() {}, warn() {}, error() {} }
    let current: ReturnType<Package['plimsoll']> | undefined
    const { server, port } = await listen((req, res) => {
      current?.(req as never, res as never, () => res.end('served'))
    })
    const shape = () => ({
      emit: server.emit,
      listeners: server.eventNames().map((name) => [name, server.listenerCount(name)]),
      board: (['endpoint', 'metrics', 'health', 'note'] as const).map((slot) => board().list(slot).length),
    })
    const before = shape()
    for (let reload = 0; reload < 20; reload += 1) {
      current?.close()
      current = copyOfPackages().plimsollExpress.plimsoll({ sampler, logger })
      expect((await ask(port, '/work')).text).toBe('served')
      expect([clock.pending, gc.listeners]).toEqual([1, 1])
    }
    current?.close()
    expect([clock.pending, gc.listeners]).toEqual([0, 0])
    expect(shape()).toEqual(before)
  })

  test('F31: a suite made anew before the old one is closed leaves nothing on the server either', async () => {
    const { options } = scripted()
    const { server, port } = await listen((_req, res) => res.end('served'))
    const { emit } = server
    const wrapped = new Set<unknown>()
    let current = copyOfPackages().plimsollExpress.plimsoll(options)
    current.attach(server)
    for (let reload = 0; reload < 5; reload += 1) {
      const next = copyOfPackages().plimsollExpress.plimsoll(options)
      next.attach(server)
      current.close()
      current = next
      wrapped.add(server.emit)
      expect((await ask(port, '/work')).text).toBe('served')
      expect(current.guard?.stats.admitted).toBe(1)
    }
    expect(wrapped.size).toBe(1)
    current.close()
    expect(server.emit).toBe(emit)
    expect(Object.getOwnPropertySymbols(server).filter((key) => String(key).includes('plimsoll'))).toEqual([])
  })
})
