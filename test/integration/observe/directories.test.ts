import fs from 'node:fs'
import { promisify } from 'node:util'
import { inFunction, observing } from './observing.js'

const { watch } = observing()
const HERE = 'directories.test.ts'

const open = new Set<fs.Dir>()
afterEach(() => {
  for (const directory of open) directory.closeSync()
  open.clear()
})

const keep = (directory: fs.Dir): fs.Dir => {
  open.add(directory)
  return directory
}

describe('directories', () => {
  test('opendir in all its forms', async () => {
    const app = await watch({
      '/sync': function sync(_req, res) {
        keep(fs.opendirSync(__dirname))
        res.send('ok')
      },
      '/callback': function callback(_req, res) {
        fs.opendir(__dirname, { bufferSize: 2 }, (_error, directory) => {
          keep(directory)
          res.send('ok')
        })
      },
      '/promise': async function promise(_req, res) {
        await keep(await fs.promises.opendir(__dirname)).read()
        res.send('ok')
      },
    })
    const found = ['sync', 'callback', 'promise'].map((name) => ({
      ...{ kind: 'descriptor' as const, route: `/${name}`, count: 6 },
      ...inFunction(name, HERE),
    }))
    for (const { route } of found) await app.times(6, route)
    await app.finds(...found)
    for (const directory of open) directory.closeSync()
    open.clear()
    await app.finds()
  })

  test('what is read to its end or closed is none, and nothing of it is lost', async () => {
    const names = fs.readdirSync(__dirname).length
    const app = await watch({
      '/read': async (_req, res) => {
        let read = 0
        for await (const _ of await fs.promises.opendir(__dirname)) read += 1
        const directory = await promisify(fs.opendir)(__dirname)
        while ((await directory.read()) !== null) read += 1
        await directory.close()
        const again = fs.opendirSync(__dirname)
        while (again.readSync() !== null) read += 1
        again.closeSync()
        res.send(String(read))
      },
    })
    expect(await (await fetch(`http://127.0.0.1:${app.port}/read`)).text()).toBe(String(3 * names))
    await app.times(20, '/read')
    await app.findsNothing()
  })
})
