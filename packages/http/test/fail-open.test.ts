import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createRecordingLogger,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { plimsoll } from '../src/middleware.js'

/** A request whose response breaks in our hands: a tool has wrapped it badly. */
function brokenExchange() {
  const req = Object.assign(createServer(), { method: 'GET', url: '/', headers: {} })
  const res = Object.defineProperty(createServer(), 'headersSent', {
    get() {
      throw new Error('not ours')
    },
  })
  return { req: req as unknown as IncomingMessage, res: res as unknown as ServerResponse }
}

function guarded() {
  const ports = { clock: createFakeClock(), gc: createFakeGc(), readings: [createScriptedReadings()] }
  const sampler = createSampler({}, { ...ports, probe: createFakeProbe() })
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  return { suite: plimsoll({ sampler, logger: createRecordingLogger(), onError }), errors }
}

describe('when a decision fails', () => {
  test.each<[string, (suite: ReturnType<typeof plimsoll>, served: () => void) => void]>([
    [
      'in front of the framework',
      (suite, served) => {
        const server: Server = createServer(served)
        suite.attach(server)
        const { req, res } = brokenExchange()
        server.emit('request', req, res)
      },
    ],
    [
      'around a listener',
      (suite, served) => {
        const { req, res } = brokenExchange()
        suite.wrap(served)(req, res as never)
      },
    ],
    [
      'in the middleware',
      (suite, served) => {
        const { req, res } = brokenExchange()
        suite(req, res, served)
      },
    ],
  ])('F35: %s, the request goes on and the error is told', (_, request) => {
    const { suite, errors } = guarded()
    const served = jest.fn()
    expect(() => request(suite, served)).not.toThrow()
    expect(served).toHaveBeenCalledTimes(1)
    expect(errors).toEqual([new Error('not ours')])
    suite.close()
  })
})
