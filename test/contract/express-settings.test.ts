import { memoryGuard, plimsoll } from '@plimsoll/express'
import express4 from 'express4'
import type { Express, RequestHandler } from 'express5'
import express5 from 'express5'
import { serving } from '../integration/serving.js'
import { ask } from './ask.js'

const { keep, listen, scripted } = serving()
const done: RequestHandler = (_req, res) => void res.send('done')

describe.each([
  ['Express 4', express4 as unknown as () => Express],
  ['Express 5', express5],
])('%s', (_, createExpress) => {
  test('case matters for critical routes and endpoints where it matters to the application', async () => {
    const { options, turn } = scripted({ criticalRoutes: ['/Critical'] })
    const app = createExpress()
    app.enable('case sensitive routing')
    app.use(keep(plimsoll({ ...options, health: { paths: { health: '/Health' } } })))
    app.get('/Critical', done)
    const { port } = await listen(app)
    turn('critical')
    // The first round comes through the framework, the second is decided on in front of it.
    for (let round = 0; round < 2; round += 1) {
      expect((await ask(port, '/Critical')).text).toBe('done')
      expect((await ask(port, '/critical')).status).toBe(503)
      expect((await ask(port, '/Health')).status).toBe(200)
      expect((await ask(port, '/LIVEZ')).status).toBe(503)
    }
  })

  test('mounted on one route it guards that route, and nothing else', async () => {
    const { options, turn } = scripted()
    const { guard, ...common } = options
    const app = createExpress()
    app.get('/heavy', keep(memoryGuard({ ...common, ...guard })), done)
    app.get('/light', done)
    const { port } = await listen(app)
    turn('full')
    for (let round = 0; round < 2; round += 1) {
      expect((await ask(port, '/heavy')).status).toBe(503)
      expect((await ask(port, '/light')).text).toBe('done')
    }
  })
})
