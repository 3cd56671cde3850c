import { plimsoll } from '@plimsoll/express'
import express from 'express'
import { buildReport } from './report.js'

const app = express()

// The one line. The demo runs this file without it first.
if (process.env.PLIMSOLL !== 'off') app.use(plimsoll({ guard: { criticalRoutes: ['/checkout'] } }))

// Heavy: holds about 3.5 MB for 200 ms. Under pressure it is answered with 503 and Retry-After.
app.get('/report', async (_req, res) => {
  res.json(await buildReport())
})

// Critical: answered when others are not, and then with less.
app.get('/checkout', (req, res) => {
  const order = { order: 4711, status: 'accepted' }
  if (req.memory?.isCritical) return res.json(order)
  res.json({ ...order, alsoBought: ['a lamp', 'a compass', 'a lead line'] })
})

app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
