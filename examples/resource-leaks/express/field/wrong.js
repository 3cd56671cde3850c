import { resourceTracker } from '@plimsoll/express'
import express from 'express'
import { loadAccount } from '../../src/load-account.js'

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

// The last thousand requests, for a page that shows who has asked for what.
const recent = []

app.use(function authenticate(req, _res, next) {
  req.account = loadAccount()
  // A thousand are few. But each of them keeps what was loaded for it: that is a gigabyte.
  recent.push(req)
  if (recent.length > 1000) recent.shift()
  next()
})

app.get('/orders/:id', (req, res) => res.json({ orders: req.account.orders.length }))

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
