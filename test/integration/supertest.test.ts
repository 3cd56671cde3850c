import { plimsoll } from '@plimsoll/express'
import express from 'express5'
import request from 'supertest'

// What an application's own tests look like: an app that never listens, a server for each request.
describe('an application under supertest', () => {
  const suite = plimsoll({ logger: { info() {}, warn() {}, error() {} } })
  const app = express()
  app.use(suite)
  app.get('/orders/:id', (req, res) => void res.json({ id: req.params.id }))

  afterAll(() => suite.close())

  test('routes answer as without the suite', async () => {
    await request(app).get('/orders/7').expect(200, { id: '7' })
    await request(app).get('/nowhere').expect(404)
  })

  test('health and metrics answer, and know the route', async () => {
    const health = await request(app).get('/health').expect(200)
    expect(health.body).toMatchObject({ status: 'healthy', reasons: [] })
    const metrics = await request(app).get('/metrics').expect(200)
    expect(metrics.text).toContain('route="/orders/:id",status_code="200"')
  })

  test('what was admitted has been given back', () => {
    expect(suite.guard?.stats).toMatchObject({ admitted: 2, shed: 0 })
    expect(suite.guard?.stats.costs.every(({ inFlight }) => inFlight === 0)).toBe(true)
  })
})
