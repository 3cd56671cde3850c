import { type Closeable, closeable } from '@plimsoll/core'

/** What a shutdown needs of the process that it ends. */
export interface ProcessPort {
  onSignal(signal: string, listener: () => void): Closeable
  /** Messages of whoever forked this process; without a channel to it there are none. */
  onMessage(listener: (message: unknown) => void): Closeable
  /** Sends to whoever forked this process; `false` without a channel. */
  send(message: unknown): boolean
  /** Keeps what nobody catches from ending the process; listeners of the application are called as well. */
  onUncaught(listener: (error: unknown) => void): Closeable
  /** Has `process.exit` call `listener` instead of ending the process. */
  interceptExit(listener: (code: number) => void): Closeable
  /** Keeps the process alive although nothing is open any more. */
  hold(): Closeable
  exit(code: number): void
  env(name: string): string | undefined
}

type Exit = typeof process.exit
type CodeOf = Parameters<Exit>[0]

const codeOf = (code: CodeOf): number => Number(code ?? process.exitCode ?? 0) || 0

function on(event: string, listener: (value: unknown) => void): Closeable {
  process.on(event, listener)
  return closeable(() => void process.off(event, listener))
}

/** This process. */
export const thisProcess: ProcessPort = {
  onSignal: (signal, listener) => on(signal, listener),
  onMessage(listener) {
    const { channel } = process
    if (process.send === undefined || !channel) return closeable(() => {})
    // Listening holds the channel, and the process with it, where nobody listened before. A cluster worker
    // listens to `disconnect` and lives by its channel: that one is left alone.
    const alone = process.listenerCount('message') + process.listenerCount('disconnect') === 0
    const listening = on('message', listener)
    if (alone) channel.unref()
    return listening
  },
  send(message) {
    if (process.send === undefined || !process.connected) return false
    // A parent that is gone must not turn into an error of ours.
    return process.send(message, undefined, undefined, () => {})
  },
  onUncaught(listener) {
    const both = [on('uncaughtException', listener), on('unhandledRejection', listener)]
    return closeable(() => {
      for (const each of both) each.close()
    })
  },
  interceptExit(listener) {
    const original = process.exit
    const intercepted = ((code?: CodeOf) => listener(codeOf(code))) as Exit
    process.exit = intercepted
    return closeable(() => {
      if (process.exit === intercepted) process.exit = original
    })
  },
  hold() {
    const timer = setInterval(() => {}, 2 ** 30)
    return closeable(() => clearInterval(timer))
  },
  exit: (code) => process.exit(code),
  env: (name) => process.env[name],
}
