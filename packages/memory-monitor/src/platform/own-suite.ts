const INSTALLED = /[\\/]node_modules[\\/]@plimsoll[\\/]/
const OWN_PACKAGE = /^(?:file:\/\/)?(.*[\\/])memory-monitor[\\/](?:src|dist)[\\/]/
const OWN_SOURCES = /^[^\\/]+[\\/](?:src|dist)[\\/]/

/** The folder of all packages of this suite; `undefined` where a bundler has made one file of everything. */
const family = OWN_PACKAGE.exec(ownFile())?.[1]

/** Whether a file is one of this suite's. */
export function isOurs(file: string): boolean {
  if (INSTALLED.test(file)) return true
  return family !== undefined && file.startsWith(family) && OWN_SOURCES.test(file.slice(family.length))
}

/** By the stack: CommonJS has no `import.meta`, ECMAScript modules have no `__filename`. */
function ownFile(): string {
  return /\(?((?:file:\/\/)?[^\s()]+):\d+:\d+\)?$/m.exec(new Error('where').stack ?? '')?.[1] ?? ''
}
