import type * as PprofFormat from 'pprof-format'
import { ownFile } from './own-file.js'

/** What a profile is encoded with. Loaded when it is asked for: 4 ms that reading a snapshot does not pay. */
export function pprofFormat(): typeof PprofFormat {
  const { createRequire } = process.getBuiltinModule('node:module')
  return createRequire(ownFile() as string)('pprof-format')
}

/** The same goes for zlib, 2 ms. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return process.getBuiltinModule('node:zlib').gzipSync(bytes)
}
