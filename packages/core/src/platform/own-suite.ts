import { fileURLToPath } from 'node:url'
import { readStack } from './read-stack.js'

const INSTALLED = /[\\/]node_modules[\\/]@plimsoll[\\/]/
const OWN_PACKAGE = /^(.*[\\/])core[\\/](?:src|dist)[\\/]/
const OWN_SOURCES = /^[^\\/]+[\\/](?:src|dist)[\\/]/

/** The folder of all packages of this suite; `undefined` where a bundler has made one file of everything. */
const family = OWN_PACKAGE.exec(ownFile())?.[1]

/** Whether a file, by its path, is one of this suite: whoever looks on is not to be seen. */
export function isOwnSuite(file: string): boolean {
  if (INSTALLED.test(file)) return true
  return family !== undefined && file.startsWith(family) && OWN_SOURCES.test(file.slice(family.length))
}

/** By the stack: CommonJS has no `import.meta`, ECMAScript modules have no `__filename`. */
function ownFile(): string {
  const file = readStack(readStack, 1, (sites) => sites[0]?.getFileName()) ?? ''
  return file.startsWith('file:') ? fileURLToPath(file) : file
}
