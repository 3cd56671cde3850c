import { fileURLToPath } from 'node:url'

/**
 * The path of this very file, by the stack: the one way that holds in both builds, where CommonJS has no
 * `import.meta` and ECMAScript modules have no `__filename`.
 */
export function ownFile(): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 1
    Error.prepareStackTrace = (_, sites) => sites[0]?.getFileName()
    const file: unknown = new Error('where').stack
    if (typeof file !== 'string') return undefined
    return file.startsWith('file:') ? fileURLToPath(file) : file
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    Error.prepareStackTrace = prepareStackTrace
  }
}

/** Whether a file, a path or a URL, is one of this package. */
export function isOwnFile(file: string): boolean {
  const own = ownFolder()
  return own !== '' && (file.startsWith('file:') ? fileURLToPath(file) : file).startsWith(own)
}

const PACKAGE = /^.*[\\/]heap[\\/](?:src|dist[\\/](?:esm|cjs))[\\/]/

let folder: string | undefined

/** The folder of all files of this package, with a separator at its end; empty where it cannot be told. */
export function ownFolder(): string {
  folder ??= PACKAGE.exec(ownFile() ?? '')?.[0] ?? ''
  return folder
}
