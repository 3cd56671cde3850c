import { freemem, totalmem } from 'node:os'
import type { Reading } from '../reading.js'

/**
 * Reads the memory of the host; about 15 µs. On Linux only: what the kernel calls free elsewhere leaves out
 * the caches it would give back, and is near zero on a healthy Mac.
 */
export function hostMemoryReading(platform: NodeJS.Platform = process.platform): Reading {
  const hostTotalBytes = platform === 'linux' ? totalmem() : undefined
  return {
    source: 'host',
    read(draft) {
      if (hostTotalBytes === undefined) return
      // MemAvailable, in every Node that is supported.
      draft.hostAvailableBytes = freemem()
      draft.hostTotalBytes = hostTotalBytes
    },
    close() {},
  }
}
