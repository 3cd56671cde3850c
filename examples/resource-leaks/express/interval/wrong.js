import { resourceTracker } from '@plimsoll/express'
import express from 'express'

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

// Shows on a page, ten times a second, how much memory the server takes.
app.get('/memory', function sendMemory(_req, res) {
  res.type('text/event-stream').flushHeaders()
  // The page is closed, the response is gone, and this goes on for as long as the process lives.
  setInterval(() => res.write(`data: ${process.memoryUsage.rss()}\n\n`), 100)
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
