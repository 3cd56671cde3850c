import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createRecordingLogger } from '@plimsoll/core/testing'
import type { MemoryGuardOptions } from '@plimsoll/memory-guard'
import type { Adapter, ContractApp, Mountable } from './adapter.js'
import { type Answered, type Asked, ask } from './ask.js'
import { scriptedProcess } from './scripted-process.js'

export interface Opened {
  readonly server: Server
  ask(path: string, asked?: Asked): Promise<Answered>
  /** Asks, and goes away once `when` is settled. */
  leave(path: string, when: Promise<unknown>): Promise<void>
}

/** What the tests of the contract play on: a scripted process, an application, servers that are closed again. */
export function createStage(adapter: Adapter) {
  const opened: Server[] = []
  const mounted: Pick<Mountable, 'close'>[] = []
  const process = scriptedProcess()
  const logger = createRecordingLogger()
  const { factories } = adapter
  /** Remembers something of ours, to close it when the test is over. */
  const keep = <M extends Pick<Mountable, 'close'>>(middleware: M): M => {
    mounted.push(middleware)
    return middleware
  }
  // The garbage of the process that runs the tests is none of the scripted one's.
  const guardOptions = (guard?: MemoryGuardOptions) => ({ reclaim: false as const, ...guard })
  const common = { sampler: process.sampler, logger }
  return {
    factories,
    process,
    logger,
    common,
    keep,
    create: (): ContractApp => adapter.create(),
    /** The whole suite over the scripted process. */
    plimsoll(guard?: MemoryGuardOptions, more: Parameters<typeof factories.plimsoll>[0] = {}) {
      return keep(factories.plimsoll({ ...common, guard: guardOptions(guard), ...more }))
    },
    memoryGuard(guard?: MemoryGuardOptions, more: Parameters<typeof factories.memoryGuard>[0] = {}) {
      return keep(factories.memoryGuard({ ...common, ...guardOptions(guard), ...more }))
    },
    /** The tracker alone, and what it reported. */
    tracker(options: Parameters<typeof factories.resourceTracker>[0] = {}) {
      const errors: unknown[] = []
      const onError = (error: unknown): void => void errors.push(error)
      return Object.assign(keep(factories.resourceTracker({ ...common, onError, ...options })), { errors })
    },
    async open(app: ContractApp): Promise<Opened> {
      const server = createServer(app.listener())
      opened.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const leave = async (path: string, when: Promise<unknown>): Promise<void> => {
        const socket = connect(port, '127.0.0.1')
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
        await when
        socket.destroy()
      }
      return { server, leave, ask: (path, asked) => ask(port, path, asked) }
    },
    async close(): Promise<void> {
      for (const middleware of mounted) middleware.close()
      for (const server of opened) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

export type Stage = ReturnType<typeof createStage>
