import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { createFakeClock } from '@plimsoll/core/testing'
import { Http2SessionRecord } from '../src/connections/http2-session.js'
import { letGoSessions } from '../src/connections/let-go-sessions.js'
import type { Moment } from '../src/platform/quiet-moment.js'

const clock = createFakeClock()

function sessionRecord() {
  const session = {
    closed: false,
    destroyed: false,
    close() {
      session.closed = true
    },
  }
  const record = new Http2SessionRecord(session as unknown as ServerHttp2Session, new Socket(), clock)
  const ask = (): void => record.begin(new Duplex() as unknown as ServerHttp2Stream, { ':path': '/' })
  return { record, session, ask }
}

describe('F80: sessions of HTTP/2', () => {
  test('are told to go when what they sent has been read; one that is new may ask first, for a while', () => {
    const [used, fresh, http1] = [sessionRecord(), sessionRecord(), new Duplex()]
    used.ask()
    const moments: Moment[] = []
    const sweep = (): void =>
      letGoSessions([used.record, fresh.record], [used.record.socket as Socket, http1], 2000, {
        await: (moment) => void moments.push(moment),
      })
    sweep()
    // Only what is not theirs waits.
    expect([...(moments[0]?.held ?? [])]).toEqual([http1])
    expect(used.session.closed).toBe(false)
    moments[0]?.act()
    expect([used.session.closed, fresh.session.closed]).toEqual([true, false])
    sweep()
    expect(moments).toHaveLength(1)
    clock.advance(2000)
    sweep()
    moments[1]?.act()
    expect(fresh.session.closed).toBe(true)
  })
})
