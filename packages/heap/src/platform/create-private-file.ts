import { constants, open, rm } from 'node:fs/promises'

/** A new file that its owner alone can read. */
export interface PrivateFile {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
  /** Closes and removes it. */
  discard(): Promise<void>
}

/**
 * Creates a file with mode 0600. Rejects with `EEXIST` when there is anything under that name, a link that leads
 * nowhere included: nothing is overwritten, and no link is followed.
 */
export async function createPrivateFile(path: string): Promise<PrivateFile> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  // Windows has no O_NOFOLLOW; O_EXCL alone refuses links there, too.
  const handle = await open(path, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o600)
  return {
    write: async (bytes) => {
      for (let from = 0; from < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, from, bytes.length - from)
        from += bytesWritten
      }
    },
    close: () => handle.close(),
    discard: async () => {
      await handle.close().catch(() => undefined)
      await rm(path, { force: true })
    },
  }
}
