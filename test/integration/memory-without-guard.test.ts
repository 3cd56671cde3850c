import { plimsoll } from '@plimsoll/express'
import express from 'express5'
import request from 'supertest'

// The two switches that turn the guard off must not turn a handler that asks for memory into a 500.
test.each([
  ['left out', plimsoll({ guard: false }), () => {}],
  ['closed', plimsoll(), (suite: { close(): void }) => suite.close()],
])('with the guard %s handlers still see calm memory', async (_what, suite, turnOff) => {
  const app = express()
  app.use(suite)
  app.get('/', (req, res) => void res.json((req as { memory?: unknown }).memory))
  turnOff(suite)
  await request(app).get('/').expect(200, { pressure: 'normal', isCritical: false, ratio: 0, signal: 'none' })
  suite.close()
})
