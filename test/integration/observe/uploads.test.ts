import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { RequestHandler } from 'express5'
import { eventually } from '../../contract/eventually.js'
import { observing } from './observing.js'

const { watch } = observing()

type Multer = (options: { readonly dest: string }) => { single(field: string): RequestHandler }
const MULTERS: Readonly<Record<string, Multer>> = {
  '1.4.4': require('multer144'),
  '2.2.0': require('multer220'),
  '2.5.0': require('multer250'),
}

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-uploads-'))
})
afterEach(() => {
  for (const descriptor of leftOpen()) fs.closeSync(descriptor)
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Descriptors of uploads, as the kernel has them. */
function leftOpen(): number[] {
  return fs
    .readdirSync('/proc/self/fd')
    .filter((descriptor) => {
      try {
        return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder)
      } catch {
        return false
      }
    })
    .map(Number)
}

const HEAD =
  'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream'
const BODY = `--cut\r\n${HEAD}\r\n\r\n${'x'.repeat(100_000)}`

/** An upload; a client that leaves goes when the file was begun. */
function upload(port: number, isDropped: boolean): Promise<void> {
  const end = isDropped ? '' : '\r\n--cut--\r\n'
  const length = Buffer.byteLength(BODY) + (isDropped ? 100_000 : end.length)
  return new Promise((resolve) => {
    const files = fs.readdirSync(folder).length
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n` +
          `Content-Type: multipart/form-data; boundary=cut\r\n\r\n${BODY}${end}`,
      )
      if (isDropped) {
        void eventually(() => expect(fs.readdirSync(folder).length).toBeGreaterThan(files)).then(() => {
          socket.destroy()
        })
      }
    })
    socket.on('close', () => resolve()).resume()
  })
}

const serve = (version: string) =>
  watch({
    '/upload': (req, res, next) => {
      const multer = MULTERS[version] as Multer
      multer({ dest: folder }).single('file')(req, res, (error?: unknown) =>
        error ? next(error) : res.send('ok'),
      )
    },
  })

describe('multer', () => {
  test.each(['1.4.4', '2.2.0'])(
    '%s leaves the file of a dropped upload open: named by route and place',
    async (version) => {
      const app = await serve(version)
      for (let index = 0; index < 12; index += 1) await upload(app.port, index % 2 === 0)
      await eventually(() => expect(leftOpen()).toHaveLength(6))
      const [found] = await app.finds({ kind: 'descriptor', route: '/upload', count: 6 })
      expect(found?.package).toBe(`multer${version.replaceAll('.', '')}`)
      expect(found?.site?.file).toMatch(/storage\/disk\.js$/)
      expect(app.events).toHaveLength(1)
    },
  )

  test('2.5.0 does not, and nothing is said', async () => {
    const app = await serve('2.5.0')
    for (let index = 0; index < 12; index += 1) await upload(app.port, index % 2 === 0)
    await eventually(() => expect(leftOpen()).toEqual([]))
    await app.findsNothing()
  })
})
