'use strict'
// The application of the survival bench: /heavy holds about 3.5 MB for 200 ms, /critical is cheap.
const { requirePeer } = require('../peers.cjs')
const express = requirePeer('express')

const OBJECTS = 25_000
const BUFFER_BYTES = 1_000_000
const HOLD_MS = 200

function build() {
  const rows = []
  for (let id = 0; id < OBJECTS; id++) {
    rows.push({
      id,
      order: id >> 2,
      customer: id % 977,
      cents: id * 3,
      quantity: 1 + (id & 7),
      shelf: id % 31,
      weight: id & 63,
      sold: false,
    })
  }
  return { rows, buffer: Buffer.alloc(BUFFER_BYTES, 1) }
}

/** @param protect mounts what is compared, or nothing */
module.exports.serve = function serve(protect = () => {}) {
  const app = express()
  protect(app)
  app.get('/heavy', (_req, res) => {
    const held = build()
    setTimeout(() => res.json({ rows: held.rows.length, bytes: held.buffer.length }), HOLD_MS)
  })
  app.get('/critical', (_req, res) => {
    res.json({ ok: true })
  })
  app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
}
