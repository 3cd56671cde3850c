import { IncomingMessage, ServerResponse } from 'node:http'

type Fields = Record<PropertyKey, unknown>

/** The router's own mark for the pattern that has matched, in the versions that have one. */
const isRouters = (key: symbol): boolean => key.description?.startsWith('router.') === true

/**
 * Returns what gives a request and its response, before Express sees them, the fields that Express adds to each of
 * them before the first handler runs, and that Node adds later: empty, or as they are inherited.
 *
 * Express sets the prototypes of both, and V8 up to Node 22 gives an object a hidden class of its own with the first
 * field that is added behind that. Then whatever Express and Node read or write is looked up as if for the first time,
 * half of what a request costs. What was there before leaves the class shared. One statement for each field: a
 * loop over names would look each of them up. See docs/decisions/prepared-requests.md.
 */
export function prepareLike(seen: object): (req: IncomingMessage, res: ServerResponse) => void {
  const mark = Object.getOwnPropertySymbols(seen).find(isRouters)
  // Express 4 adds it; Express 5 has an accessor, which a field would hide.
  const addsQuery = !('query' in Object(Object.getPrototypeOf(seen)))
  return (incoming, response) => {
    // Express knows no other; HTTP/2 has accessors of these names.
    if (!(incoming instanceof IncomingMessage && response instanceof ServerResponse)) return
    const req = incoming as unknown as Fields
    const res = response as unknown as Fields
    if (req._eventsCount === 0) req._eventsCount = 0
    req.res ??= undefined
    req.next ??= undefined
    req.baseUrl ??= undefined
    req.originalUrl ??= undefined
    req._parsedUrl ??= undefined
    if (mark !== undefined) req[mark] ??= undefined
    if (addsQuery) req.query ??= undefined
    req.params ??= undefined
    req.route ??= undefined
    res.locals ??= undefined
    if (res.statusCode === 200) res.statusCode = 200
    res.statusMessage ??= undefined
  }
}
