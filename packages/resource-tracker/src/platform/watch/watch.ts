import { syncBuiltinESMExports } from 'node:module'
import { type Closeable, closeable, type OnError } from '@plimsoll/core'
import { CurrentRequest } from './current-request.js'
import type { Undo } from './replace-function.js'
import { watchDirectories } from './watch-directories.js'
import { watchEmitters } from './watch-emitters.js'
import { watchEventTargets } from './watch-event-targets.js'
import { watchFetch } from './watch-fetch.js'
import { watchFileStreams } from './watch-file-streams.js'
import { watchFiles } from './watch-files.js'
import { watchProcesses } from './watch-processes.js'
import { watchSockets } from './watch-sockets.js'
import { watchTimers } from './watch-timers.js'
import { watchWorkers } from './watch-workers.js'

const WATCHES: readonly ((current: CurrentRequest) => readonly Undo[])[] = [
  watchTimers,
  watchEmitters,
  watchEventTargets,
  watchFiles,
  watchDirectories,
  watchFileStreams,
  watchSockets,
  watchFetch,
  watchProcesses,
  watchWorkers,
]

/** The wrappers of the process, and how many use them. */
interface Installed {
  users: number
  readonly undo: readonly Undo[]
}

const KEY = Symbol.for('plimsoll.watch@1')

interface Holder {
  [KEY]?: Installed
}

/**
 * Wraps what handlers open things with. Once for the process: every request carries its own trace, so that all
 * observers, and both copies of this package if there are two, are served by the same wrappers.
 */
export function watch(onError: OnError): Closeable {
  const holder = globalThis as Holder
  holder[KEY] ??= install(onError)
  const installed = holder[KEY]
  installed.users += 1
  return closeable(() => {
    installed.users -= 1
    if (installed.users > 0) return
    delete holder[KEY]
    for (const undo of installed.undo) undo()
  })
}

function install(onError: OnError): Installed {
  const current = new CurrentRequest()
  const undo: Undo[] = [() => current.stop()]
  for (const wrap of WATCHES) {
    try {
      undo.push(...wrap(current))
    } catch (error) {
      // A runtime that lacks one of them, or has it frozen, is watched by the others.
      onError(error)
    }
  }
  // Named imports of built-in modules see a wrapper only after that.
  syncBuiltinESMExports()
  undo.push(syncBuiltinESMExports)
  return { users: 0, undo }
}
