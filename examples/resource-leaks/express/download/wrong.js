import { createReadStream } from 'node:fs'
import { resourceTracker } from '@plimsoll/express'
import express from 'express'

const app = express()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker)

// Any large file will do: this one is Node itself.
app.get('/film', function sendFilm(_req, res) {
  // pipe() only stops when the client leaves. It does not close what it has read from.
  createReadStream(process.execPath).pipe(res)
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
