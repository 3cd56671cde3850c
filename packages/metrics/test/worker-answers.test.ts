import { createFakeClock } from '@plimsoll/core/testing'
import { answerPrimary } from '../src/cluster/worker-answers.js'

const QUESTION = { type: 'plimsoll:metrics?', round: 7, withinMs: 1000 }

/** A worker that is asked once. */
async function asked(parts: { beforeReading?: () => void; metrics?: () => unknown[]; send?: () => void }) {
  const errors: unknown[] = []
  const sent: unknown[] = []
  let ask = (_message: unknown): void => {}
  const port = {
    send(message: unknown) {
      parts.send?.()
      sent.push(message)
    },
    onMessage(listener: (message: unknown) => void) {
      ask = listener
      return { close() {}, [Symbol.dispose]() {} }
    },
  }
  const registry = {
    getMetricsAsJSON: async () => (parts.metrics ?? (() => []))(),
    getMetricsAsArray: () => (parts.metrics ?? (() => []))(),
  }
  answerPrimary(port, registry, parts.beforeReading ?? (() => {}), createFakeClock(), (error) =>
    errors.push(error),
  )
  ask('something of the application')
  ask(QUESTION)
  await new Promise(setImmediate)
  return { errors, sent }
}

const broken = (): never => {
  throw new Error('mine')
}

describe('what a worker answers its primary', () => {
  test('is all that the registry has, in the round that was asked for', async () => {
    const { errors, sent } = await asked({ metrics: () => [{ name: 'a' }] })
    expect(sent).toEqual([{ type: 'plimsoll:metrics!', round: 7, metrics: [{ name: 'a' }] }])
    expect(errors).toEqual([])
  })

  test.each([
    ['cannot be prepared', { beforeReading: broken }],
    ['cannot be read', { metrics: broken }],
    ['cannot be sent, such as a BigInt', { send: broken }],
  ])('F35: what %s is told, and ends no worker', async (_, parts) => {
    const { errors, sent } = await asked(parts)
    expect(errors).toEqual([new Error('mine')])
    expect(sent).toEqual([])
  })
})
