'use strict'
// Uploads through multer, every other one dropped by its client: node uploads.cjs PACKAGE UPLOADS; prints what
// the observer found, and the descriptors that the kernel has left.
const fs = require('node:fs')
const net = require('node:net')
const os = require('node:os')
const path = require('node:path')
const { requirePeer } = require('../peers.cjs')
const express = requirePeer('express')
const { resourceTracker } = require('@plimsoll/express')

const [multer, uploads] = [requirePeer(process.argv[2]), Number(process.argv[3])]
const GRACE_MS = 500

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-uploads-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

const reports = []
const logger = { info() {}, warn: (line) => reports.push(line), error: (line) => reports.push(line) }
const tracker = resourceTracker({ observe: { graceMs: GRACE_MS }, logger })
const app = express().use(tracker)
app.post('/upload', multer({ dest: folder }).single('file'), (_req, res) => res.send('ok'))

app.use((_error, _req, res, _next) => void res.status(500).end())

const FIELD =
  'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream'
const BODY = `--cut\r\n${FIELD}\r\n\r\n${'x'.repeat(100_000)}`

function upload(port, isDropped) {
  const end = '\r\n--cut--\r\n'
  const head = [
    'POST /upload HTTP/1.1',
    'Host: x',
    'Connection: close',
    `Content-Length: ${BODY.length + (isDropped ? 100_000 : end.length)}`,
    'Content-Type: multipart/form-data; boundary=cut',
  ]
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n${BODY}${isDropped ? '' : end}`)
      if (isDropped) setTimeout(() => socket.destroy(), 50)
    })
    socket.on('close', resolve).resume()
  })
}

const isLeftOpen = (descriptor) => {
  try {
    return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder)
  } catch {
    return false
  }
}

const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  for (let index = 0; index < uploads; index++) await upload(port, index % 2 === 0)
  await sleep(4 * GRACE_MS)
  const leftOpen = fs.readdirSync('/proc/self/fd').filter(isLeftOpen).length
  console.log(JSON.stringify({ uploads, leftOpen, outstanding: tracker.outstanding(), reports }))
  process.exit(0)
})
