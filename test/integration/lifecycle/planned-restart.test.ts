import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DrainingServer } from './draining-server.js'
import { RawClient } from './raw-client.js'

let folder: string
const started: DrainingServer[] = []

jest.setTimeout(30_000)

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-planned-'))
})
afterEach(async () => {
  for (const { child, exitCode } of started.splice(0)) {
    child.kill('SIGKILL')
    await exitCode
  }
  rmSync(folder, { recursive: true, force: true })
})

function start(options: object): DrainingServer {
  const server = new DrainingServer(options, 'aging-server.cjs')
  started.push(server)
  return server
}

test('health that says needs-restart: what runs is finished, the code is 0, and the next one waits longer', async () => {
  const historyFile = path.join(folder, 'history.json')
  const first = start({ minIntervalMs: 1000, historyFile })
  const client = new RawClient(await first.port)
  // Asks as long as it is answered.
  client.socket.on('data', () => client.ask('GET /'))
  client.ask('GET /')
  expect(await first.exitCode).toBe(0)
  expect(client.error).toBeUndefined()
  expect(client.received).toMatch(/Connection: close\r\n[\s\S]*served$/)
  expect(first.output).toMatch(/shutting down \(planned restart: max-uptime\)/)
  expect(JSON.parse(readFileSync(historyFile, 'utf8'))).toHaveLength(1)
  expect(statSync(historyFile).mode & 0o777).toBe(0o600)

  // As after a restart that came as soon as it might.
  writeFileSync(historyFile, JSON.stringify([{ atMs: Date.now(), uptimeMs: 1000 }]))
  const second = start({ minIntervalMs: 1000, historyFile })
  await second.port
  expect(await second.exitCode).toBe(0)
  expect(second.output).toMatch(/not sooner, because the last ones did not help \(2\.0 s between two\)/)
  expect(JSON.parse(readFileSync(historyFile, 'utf8'))[1].uptimeMs).toBeGreaterThanOrEqual(2000)
})

test('a history that cannot be written keeps nobody from restarting, and leads nowhere else', async () => {
  const [target, historyFile] = [path.join(folder, 'target'), path.join(folder, 'link')]
  writeFileSync(target, 'precious')
  symlinkSync(target, historyFile)
  const server = start({ minIntervalMs: 0, historyFile })
  await server.port
  expect(await server.exitCode).toBe(0)
  expect(readFileSync(target, 'utf8')).toBe('precious')
})
