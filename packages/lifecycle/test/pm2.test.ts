import { EventEmitter } from 'node:events'
import { createRecordingLogger } from '@plimsoll/core/testing'
import type { DrainableServer } from '../src/connections/http-server.js'
import { announceToPm2 } from '../src/supervisors/pm2.js'

/** A process under PM2 with this environment, and a server that has not begun to listen. */
function under(env: Record<string, string>, { drainTimeoutMs = 25_000, uptimeMs = 1000 } = {}) {
  const logger = createRecordingLogger()
  const sent: unknown[] = []
  const server = Object.assign(new EventEmitter(), { listening: false })
  const announcement = announceToPm2(
    [server as unknown as DrainableServer],
    { drainTimeoutMs },
    {
      process: {
        env: (name) => env[name],
        send(message) {
          sent.push(message)
          return true
        },
      },
      uptimeMs: () => uptimeMs,
      logger,
    },
  )
  const listen = (): void => {
    server.listening = true
    server.emit('listening')
  }
  return { announcement, listen, sent, server, warnings: () => logger.messages('warn') }
}

const GOOD = { pm_id: '0', wait_ready: 'true', kill_timeout: '30000', listen_timeout: '30000' }

describe('F84: under PM2', () => {
  test('says ready once, when the server listens, and complains of nothing', () => {
    const { listen, sent, warnings } = under(GOOD)
    expect(sent).toEqual([])
    listen()
    listen()
    expect(sent).toEqual(['ready'])
    expect(warnings()).toEqual([])
  })

  test('a kill_timeout that is shorter than the drain is told, the default one too', () => {
    expect(
      under({ ...GOOD, kill_timeout: '8000' })
        .warnings()
        .join(),
    ).toMatch(/8000 ms.*at least 30000/)
    const { kill_timeout, ...rest } = GOOD
    expect(under(rest).warnings().join()).toMatch(/PM2 kills this process 1600 ms after/)
    expect(under(rest, { drainTimeoutMs: 1000 }).warnings()).toEqual([])
  })

  test('without wait_ready the old one ends too soon, but in fork mode there is none', () => {
    const { wait_ready, ...rest } = GOOD
    expect(under(rest).warnings().join()).toMatch(/set wait_ready to true/)
    expect(under({ ...rest, exec_mode: 'fork_mode' }).warnings()).toEqual([])
  })

  test('a start that took longer than listen_timeout is told', () => {
    const { listen, warnings } = under({ ...GOOD, listen_timeout: '3000' }, { uptimeMs: 4200 })
    listen()
    expect(warnings().join()).toMatch(/listened 4200 ms after its start.*3000 ms.*at least 9000/)
  })

  test('nothing of it anywhere else, and nothing after close()', () => {
    const elsewhere = under({})
    elsewhere.listen()
    expect([elsewhere.sent, elsewhere.warnings()]).toEqual([[], []])
    const closed = under(GOOD)
    closed.announcement.close()
    closed.listen()
    expect(closed.sent).toEqual([])
    expect(closed.server.listenerCount('listening')).toBe(0)
  })
})
