import type { ServerResponse } from 'node:http'

type Headers = Record<string, unknown> | readonly unknown[]

const isConnection = (name: unknown): boolean => String(name).toLowerCase() === 'connection'

function closing(headers: Headers): Headers {
  if (!Array.isArray(headers)) {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, isConnection(name) ? 'close' : value]),
    )
  }
  if (headers.every((each) => Array.isArray(each))) {
    return headers.map((each) => (isConnection(each[0]) ? [each[0], 'close'] : each))
  }
  return headers.map((each, at) => (at % 2 === 1 && isConnection(headers[at - 1]) ? 'close' : each))
}

/**
 * Has an answer close its connection although its handler says `Connection: keep-alive`, as everything does that hands
 * the headers of another server on: Node obeys the header, and such a connection would serve on until the deadline.
 */
export function insistOnClosing(res: ServerResponse, insists: () => boolean): void {
  const writeHead = res.writeHead as (this: ServerResponse, ...args: unknown[]) => ServerResponse
  // Headers that are only set go out through it as well.
  res.writeHead = function (this: ServerResponse, ...args: unknown[]) {
    // The answer to an upgrade has a `Connection` of its own.
    if (!insists() || args[0] === 101 || res.headersSent) return writeHead.apply(this, args)
    if (res.hasHeader('connection')) res.setHeader('Connection', 'close')
    const mended = args.map((each) =>
      typeof each === 'object' && each !== null ? closing(each as Headers) : each,
    )
    return writeHead.apply(this, mended)
  } as ServerResponse['writeHead']
}
