import type { Clock, Closeable, Logger, OnError } from '@plimsoll/core'
import type { ProcessPort } from '../platform/process-port.js'
import type { ShutdownSignal } from '../shutdown-options.js'
import { SignalCounter } from './signal-counter.js'

interface SignalOptions {
  readonly signals: readonly ShutdownSignal[]
  readonly forceAfterSignals: number
}

interface SignalPorts {
  readonly clock: Clock
  readonly process: Pick<ProcessPort, 'onSignal' | 'onMessage'>
  readonly drain: { shutdown(reason: string): unknown; force(why: string): void }
  /** Whether signals are meant for somebody else at present: a primary drains its workers itself. */
  readonly isIgnored: () => boolean
  readonly logger: Logger
  readonly onError: OnError
}

/** Listens for whoever wants the process to end: signals, and the IPC message `shutdown` (PM2, Windows). */
export class ShutdownSignals implements Closeable {
  readonly #options: SignalOptions
  readonly #ports: SignalPorts
  readonly #counter: SignalCounter
  readonly #listening: Closeable[] = []

  constructor(options: SignalOptions, ports: SignalPorts) {
    this.#options = options
    this.#ports = ports
    this.#counter = new SignalCounter(options.forceAfterSignals)
    for (const signal of options.signals) this.#listen(signal)
    if (options.signals.length === 0) return
    const listening = ports.process.onMessage((message) => {
      if (message === 'shutdown') this.#on('IPC shutdown')
    })
    this.#listening.push(listening)
  }

  close(): void {
    for (const each of this.#listening.splice(0)) each.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #listen(signal: ShutdownSignal): void {
    try {
      this.#listening.push(this.#ports.process.onSignal(signal, () => this.#on(signal)))
    } catch (error) {
      // Not every system has every signal.
      this.#ports.onError(error)
    }
  }

  #on(name: string): void {
    const { clock, drain, logger, isIgnored } = this.#ports
    if (isIgnored()) return
    const meaning = this.#counter.note(clock.now())
    if (meaning === 'begin') void drain.shutdown(name)
    else if (meaning === 'force') drain.force(`${name} came again`)
    else if (meaning === 'again') {
      logger.warn(`${name} came again; ${this.#options.forceAfterSignals} signals in all force the end`)
    }
  }
}
