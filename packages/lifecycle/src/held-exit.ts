import type { Closeable } from '@plimsoll/core'
import type { ProcessPort } from './platform/process-port.js'

/** What `process.exit` throws at a hook that calls it: code after it must not run, as ever. */
class ExitHeld extends Error {
  constructor(code: number) {
    super(`process.exit(${code}) is held until every shutdown hook has run`)
    this.name = 'ExitHeld'
  }
}

/** Whether an error is only the way out of code that called `process.exit`. */
export const isExitHeld = (error: unknown): boolean => error instanceof ExitHeld

/**
 * Has whoever calls `process.exit` noted instead of obeyed: the other hooks have not run yet. Where nobody would catch
 * it nothing is thrown: an error of ours in somebody's `uncaughtException` listener would end the process at once.
 */
export function holdExit(
  port: Pick<ProcessPort, 'interceptExit'>,
  isCaught: () => boolean,
  onExit: (code: number) => void,
): Closeable {
  return port.interceptExit((code) => {
    const throws = isCaught()
    onExit(code)
    if (throws) throw new ExitHeld(code)
  })
}
