import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { CannotRun } from '../report/cannot-run.mjs'

const require = createRequire(import.meta.url)

/** Ours is measured as users get it: from `dist`. Stops with the command to run where that is missing. */
export function requireOurs(names = ['@plimsoll/express']) {
  for (const name of names) {
    let entry
    try {
      entry = require.resolve(name)
    } catch {
      throw new CannotRun(`${name} is not built: run \`npm install\` and \`npm run build\` first`)
    }
    if (!existsSync(entry)) throw new CannotRun(`${name} is not built: run \`npm run build\` first`)
  }
}

export function oursIsBuilt(names) {
  try {
    requireOurs(names)
    return true
  } catch {
    return false
  }
}
