import { closeable } from '@plimsoll/core'
import type { HostProcess, PrimaryPorts } from '../cluster/rolling-restart.js'

/** The process of a primary. */
export const hostProcess: HostProcess & Pick<PrimaryPorts, 'clock'> = {
  onSignal(signal, listener) {
    process.on(signal, listener)
    return closeable(() => process.off(signal, listener))
  },
  onShutdownMessage(listener) {
    // Without a channel nothing can come, and with one a listener keeps it, and with it the process, alive.
    if (process.channel === undefined) return closeable(() => {})
    const heard = (message: unknown): void => {
      if (message === 'shutdown') listener()
    }
    process.on('message', heard)
    return closeable(() => process.off('message', heard))
  },
  exit: (code) => process.exit(code),
  clock: {
    now: () => performance.now(),
    schedule(callback, delayMs) {
      // Not unref'd: with all workers dead nothing else keeps a primary alive until the next attempt.
      const timer = setTimeout(callback, delayMs)
      return { close: () => clearTimeout(timer) }
    },
  },
}
