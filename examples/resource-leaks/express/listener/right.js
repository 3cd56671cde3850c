import { resourceTracker } from '@plimsoll/express'
import express from 'express'
import { stock } from './stock.js'

export { stock }

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

app.get('/stock/:item', async function sendCount(req, res, next) {
  // Taken off when the response has ended. By hand:
  //   stock.on('error', next)
  //   res.once('close', () => stock.off('error', next))
  req.resources.on(stock, 'error', next)
  res.json(await stock.count(req.params.item))
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
