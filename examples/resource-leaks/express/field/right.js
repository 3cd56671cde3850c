import { resourceTracker } from '@plimsoll/express'
import express from 'express'
import { loadAccount } from '../../src/load-account.js'

const app = express()
// `req.account` is set to undefined when the response has ended, on whatever request somebody has kept. By hand:
// keep what the page shows, `{ method: req.method, url: req.url }`, and not the request.
export const tracker = resourceTracker({ clearFields: ['account'], observe: { graceMs: 500 } })
app.use(tracker)

// The last thousand requests, for a page that shows who has asked for what.
const recent = []

app.use(function authenticate(req, _res, next) {
  req.account = loadAccount()
  recent.push(req)
  if (recent.length > 1000) recent.shift()
  next()
})

app.get('/orders/:id', (req, res) => res.json({ orders: req.account.orders.length }))

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
