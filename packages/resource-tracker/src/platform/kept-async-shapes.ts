import { requestContext } from '@plimsoll/core'

const kept: object[] = []

/**
 * Keeps one promise, one timeout and one immediate, as they are where requests are followed, for as long as the
 * process lives.
 *
 * AsyncLocalStorage adds fields to each of them (on Node 20 to promises as well), and V8 drops the hidden class of
 * objects when a major collection finds none of them, with all code that was compiled for it: the hooks of promises,
 * the making of timers, and what looks for the current request. What cannot be made, as with the stand-ins of a test,
 * is only slower.
 */
export function keepAsyncShapes(): void {
  try {
    if (kept.length === 0) keepOneOfEach()
  } catch {}
}

function keepOneOfEach(): void {
  requestContext().run({}, () => {
    // The globals of the moment are looked up, as the application's are: stand-ins of a test make objects of their own.
    const timeout = setTimeout(nothing, 1)
    clearTimeout(timeout)
    const immediate = setImmediate(nothing)
    clearImmediate(immediate)
    kept.push(timeout, immediate, Promise.resolve())
  })
  for (const each of kept) letGo(each)
}

const nothing = (): void => {}

/**
 * What each AsyncLocalStorage of the application holds at this moment, they hold as well, in fields with symbols; so
 * these are emptied. Numbers in such fields are ids. Node counts in floating point, and the first id that V8 happens
 * to write down so gives all further objects another class; these have it from the start.
 */
function letGo(resource: object): void {
  const fields = resource as Record<symbol, unknown>
  for (const symbol of Object.getOwnPropertySymbols(resource)) {
    const value = fields[symbol]
    if (Object(value) === value) fields[symbol] = undefined
    else if (typeof value === 'number') fields[symbol] = 0.5
  }
}
