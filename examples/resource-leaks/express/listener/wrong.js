import { resourceTracker } from '@plimsoll/express'
import express from 'express'
import { stock } from './stock.js'

export { stock }

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

app.get('/stock/:item', async function sendCount(req, res, next) {
  // One more for each request, and each keeps its request and response. Node warns at the eleventh;
  // setMaxListeners(0) takes away the warning, and nothing else.
  stock.on('error', next)
  res.json(await stock.count(req.params.item))
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
