import type { RequestListener } from 'node:http'
import { garbageCollector } from '@plimsoll/core'
import { createRecordingLogger } from '@plimsoll/core/testing'
import { resourceTracker } from '@plimsoll/express'
import type { ObserveOptions, Outstanding } from '@plimsoll/resource-tracker'
import express, { type RequestHandler } from 'express5'
import { ask } from '../../contract/ask.js'
import { eventually } from '../../contract/eventually.js'
import { scriptedProcess } from '../../contract/scripted-process.js'
import { serving } from '../serving.js'

const GRACE_MS = 100

/** An Express application whose handlers are watched, closed after each test. */
export function observing() {
  const { keep, listen, raw } = serving()

  return {
    ...{ keep, listen, raw },
    async watch(routes: Readonly<Record<string, RequestHandler>>, options: ObserveOptions = {}) {
      const logger = createRecordingLogger()
      const { sampler } = scriptedProcess()
      const tracker = keep(resourceTracker({ sampler, logger, observe: { graceMs: GRACE_MS, ...options } }))
      const app = express()
      app.use(tracker)
      for (const [path, handler] of Object.entries(routes)) app.all(path, handler)
      const { port, server } = await listen(app as RequestListener)
      const events: Outstanding[] = []
      tracker.onOutstanding((found) => events.push(found))
      return {
        ...{ app, events, logger, port, server, tracker },
        /** Asks so many times, one after the other. */
        async times(count: number, path: string): Promise<void> {
          for (let index = 0; index < count; index += 1) await ask(port, path)
        },
        /** Waits until exactly that is outstanding. */
        async finds(...expected: readonly Partial<Outstanding>[]): Promise<readonly Outstanding[]> {
          // A test process is too large for the observer to collect by itself; listeners wait for that.
          const listeners = expected.some(({ kind }) => kind === 'listener')
          await eventually(() => {
            if (listeners) garbageCollector().collect()
            expect(tracker.outstanding()).toMatchObject(expected)
          })
          return tracker.outstanding()
        },
        /** Waits until everything is old enough, and has been looked at since. */
        async findsNothing(): Promise<void> {
          await new Promise((resolve) => setTimeout(resolve, 5 * GRACE_MS))
          expect(tracker.outstanding()).toEqual([])
          expect(events).toEqual([])
        },
      }
    },
  }
}

/** What a site must say, whatever line the test is on. */
export const inFunction = (functionName: string, file: string) => ({
  site: expect.objectContaining({ functionName, file: expect.stringContaining(file) }),
})
