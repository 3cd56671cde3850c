import { resourceTracker } from '@plimsoll/express'
import express from 'express'

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

app.get('/orders/:id', async function sendOrder(req, res) {
  // Closed when the response has ended, with an error as well. By hand:
  //   const file = await open(…)
  //   try { … } finally { await file.close() }
  // and from Node 24 on:
  //   await using file = await open(…)
  const file = await req.resources.open(new URL(`orders/${Number(req.params.id)}`, import.meta.url))
  res.json(JSON.parse(await file.readFile('utf8')))
})

app.use(function sendDamaged(_error, _req, res, _next) {
  res.status(500).json({ error: 'the order is damaged' })
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
