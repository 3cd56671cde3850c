import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { HistoryStore } from '../planned/restart-history.js'

/** One file per program and user; of several instances under PM2 each has its own. */
export function defaultHistoryFile(): string {
  const program = `${process.cwd()}\0${process.argv[1] ?? ''}\0${process.env.pm_id ?? ''}`
  const name = createHash('sha256').update(program).digest('hex').slice(0, 16)
  return path.join(os.tmpdir(), `plimsoll-restarts-${process.getuid?.() ?? 'user'}-${name}.json`)
}

/** A small file. Throws where it cannot be read or written. */
export function historyFile(file: string): HistoryStore {
  return {
    read: () => readFileSync(file, 'utf8'),
    write(text) {
      // The folder may be everybody's: what stands there under this name must not lead elsewhere.
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0)
      const descriptor = openSync(file, flags, 0o600)
      try {
        writeSync(descriptor, text)
      } finally {
        closeSync(descriptor)
      }
    },
  }
}
