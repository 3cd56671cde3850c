import fs from 'node:fs'
import { get } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { inFunction, observing } from './observing.js'

const { watch } = observing()
const HERE = 'files.test.ts'

let folder: string
let file: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-observe-'))
  file = path.join(folder, 'video.bin')
  fs.writeFileSync(file, Buffer.alloc(4 << 20, 7))
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const open = new Set<() => unknown>()
afterEach(async () => {
  for (const close of open) await close()
  open.clear()
})

/** A client that leaves after the first bytes. */
const leave = (port: number, route: string): Promise<void> =>
  new Promise((resolve) => {
    const request = get({ port, path: route, host: '127.0.0.1', agent: false }, (res) => {
      res.once('data', () => {
        request.destroy()
        resolve()
      })
      res.on('error', () => {})
    })
    request.on('error', () => {})
  })

describe('descriptors', () => {
  test('openSync', async () => {
    const app = await watch({
      '/sync': function sync(_req, res) {
        const descriptor = fs.openSync(file, 'r')
        open.add(() => fs.closeSync(descriptor))
        res.send('ok')
      },
    })
    await app.times(10, '/sync')
    await app.finds({ kind: 'descriptor', route: '/sync', count: 10, ...inFunction('sync', HERE) })
  })

  test('open with a callback', async () => {
    const app = await watch({
      '/callback': function callback(_req, res) {
        fs.open(file, (_error, descriptor) => {
          open.add(() => fs.closeSync(descriptor))
          res.send('ok')
        })
      },
    })
    await app.times(10, '/callback')
    await app.finds({ kind: 'descriptor', route: '/callback', count: 10, ...inFunction('callback', HERE) })
  })

  test('fs.promises.open', async () => {
    const app = await watch({
      '/promise': async function promise(_req, res) {
        const handle = await fs.promises.open(file)
        open.add(() => handle.close())
        res.send('ok')
      },
    })
    await app.times(10, '/promise')
    await app.finds({ kind: 'descriptor', route: '/promise', count: 10, ...inFunction('promise', HERE) })
    for (const close of open) await close()
    open.clear()
    await app.finds()
  })

  test('createReadStream, whose client leaves', async () => {
    const app = await watch({
      '/video': function sendVideo(_req, res) {
        const stream = fs.createReadStream(file)
        open.add(() => stream.destroy())
        stream.pipe(res)
      },
    })
    for (let index = 0; index < 10; index += 1) await leave(app.port, '/video')
    await app.finds({ kind: 'descriptor', route: '/video', count: 10, ...inFunction('sendVideo', HERE) })
  })

  test('createWriteStream that is never ended, and renamed meanwhile', async () => {
    let index = 0
    const app = await watch({
      '/upload': async function upload(_req, res) {
        const target = path.join(folder, `upload-${index++}`)
        const stream = fs.createWriteStream(target)
        open.add(() => stream.destroy())
        await new Promise((resolve) => stream.once('open', resolve))
        fs.renameSync(target, `${target}-kept`)
        res.send('ok')
      },
    })
    await app.times(10, '/upload')
    await app.finds({ kind: 'descriptor', route: '/upload', count: 10, ...inFunction('upload', HERE) })
    for (const close of open) close()
    await app.finds()
  })

  test('a watch of a file', async () => {
    const app = await watch({
      '/watch': function watchFile(_req, res) {
        const watcher = fs.watch(folder, () => {})
        open.add(() => watcher.close())
        res.send('ok')
      },
    })
    await app.times(10, '/watch')
    await app.finds({ kind: 'descriptor', route: '/watch', count: 10, ...inFunction('watchFile', HERE) })
  })

  test('what is read to the end, closed, destroyed or sent is none', async () => {
    const small = path.join(folder, 'small.txt')
    fs.writeFileSync(small, 'small')
    const app = await watch({
      '/read': async (_req, res) => {
        fs.readFileSync(small)
        await fs.promises.readFile(small)
        fs.closeSync(fs.openSync(small, 'r'))
        const handle = await fs.promises.open(small)
        await handle.close()
        for await (const _ of fs.createReadStream(small));
        await new Promise<void>((resolve, reject) => {
          fs.open(small, 'r', (failed, descriptor) => {
            if (failed) reject(failed)
            else fs.close(descriptor, () => resolve())
          })
        })
        fs.createReadStream(small).destroy()
        fs.watch(small).close()
        res.send('ok')
      },
      '/send': (_req, res) => res.sendFile(file),
      '/fails': (_req, res) => {
        fs.createReadStream(`${file}-none`).on('error', () => res.send('ok'))
      },
    })
    for (const route of ['/read', '/send', '/fails']) await app.times(30, route)
    for (let index = 0; index < 30; index += 1) await leave(app.port, '/send')
    await app.findsNothing()
  })
})
