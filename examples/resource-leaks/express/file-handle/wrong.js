import { open } from 'node:fs/promises'
import { resourceTracker } from '@plimsoll/express'
import express from 'express'

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

app.get('/orders/:id', async function sendOrder(req, res) {
  const file = await open(new URL(`orders/${Number(req.params.id)}`, import.meta.url))
  // Order 4712 is cut off in the middle: this throws, and the next line is never reached.
  const order = JSON.parse(await file.readFile('utf8'))
  await file.close()
  res.json(order)
})

app.use(function sendDamaged(_error, _req, res, _next) {
  res.status(500).json({ error: 'the order is damaged' })
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
