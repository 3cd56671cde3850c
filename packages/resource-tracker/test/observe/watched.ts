import { createFakeClock, createRecordingLogger } from '@plimsoll/core/testing'
import type { Acquisition } from '../../src/observe/acquisition.js'
import type { ResolvedObserveOptions } from '../../src/observe/observe-options.js'
import type { Outstanding, OutstandingKind } from '../../src/observe/observer.js'
import { ProcessObserver, type WatchPorts } from '../../src/observe/process-observer.js'
import type { Trace } from '../../src/observe/trace.js'

/** Something a test opens and closes as it likes. */
export interface FakeResource extends Acquisition {
  open: boolean
  idle: string | undefined
}

export interface FakeFields {
  readonly kind?: OutstandingKind
  readonly stack?: string
  readonly ripeAtMs?: number
  readonly dueAtMs?: number
  readonly target?: object
}

export function fakeResource(fields: FakeFields = {}): FakeResource {
  const { kind = 'timer', stack, ripeAtMs = 0, dueAtMs = ripeAtMs, target } = fields
  const resource: FakeResource = {
    ...{ kind, stack, ripeAtMs, dueAtMs, open: true, idle: undefined },
    isOpen: () => resource.open,
    idleTo: () => resource.idle,
    target: () => target,
  }
  return resource
}

/** An observer on a clock of its own, with nothing wrapped. */
export function watched(options: Partial<ResolvedObserveOptions> = {}, ports: Partial<WatchPorts> = {}) {
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const errors: unknown[] = []
  const events: Outstanding[] = []
  let collections = 0
  let forced = 0
  let installed = 0
  const closes = (undo: () => void) => ({ close: undo, [Symbol.dispose]: undo })
  const observer = new ProcessObserver(
    { graceMs: 1000, sampleRate: 1, ...options },
    {
      ...{ clock, logger, onError: (error) => errors.push(error) },
      collections: {
        get count() {
          return collections
        },
        start: () => closes(() => {}),
        collect: () => {
          forced += 1
        },
      },
      watch() {
        installed += 1
        return closes(() => {
          installed -= 1
        })
      },
      isOurs: () => false,
      originalOf: (frame) => frame,
      random: () => 0,
      ...ports,
    },
  )
  observer.start()
  observer.onOutstanding((found) => events.push(found))

  /** One request that opens this and ends. */
  const request = (route: string, ...opened: readonly Acquisition[]): Trace | undefined => {
    const trace = observer.begin()
    for (const each of opened) trace?.add(each)
    if (trace !== undefined) observer.end(trace, route)
    return trace
  }
  return {
    ...{ clock, logger, errors, events, observer, request },
    /** Requests of one route, some ms apart, each of which opens what `open` makes. */
    requests(count: number, route: string, open: (index: number) => readonly Acquisition[], everyMs = 10) {
      for (let index = 0; index < count; index += 1) {
        request(route, ...open(index))
        clock.advance(everyMs)
      }
    },
    collect: () => {
      collections += 1
    },
    get forced() {
      return forced
    },
    get installed() {
      return installed
    },
  }
}
