// Just enough HTTP/1.1 to tell where a response ends and what its status is, at a few microseconds each:
// the generator shares the machine with the server that it judges.
const CRLF2 = Buffer.from('\r\n\r\n')

/** One per connection. `push` returns the responses that ended in this chunk. */
export class ResponseParser {
  #pending = undefined
  #responses = []

  push(chunk) {
    this.#pending = this.#pending ? Buffer.concat([this.#pending, chunk]) : chunk
    this.#responses = []
    while (this.#pending && this.#takeOne()) {}
    return this.#responses
  }

  #takeOne() {
    const buffer = this.#pending
    const headEnd = buffer.indexOf(CRLF2)
    if (headEnd === -1) return false
    const head = buffer.latin1Slice(0, headEnd + 2).toLowerCase()
    const bodyStart = headEnd + 4
    const end = head.includes('\r\ntransfer-encoding: chunked')
      ? chunkedEnd(buffer, bodyStart)
      : bodyStart + contentLength(head)
    if (end === -1 || end > buffer.length) return false
    this.#responses.push({ status: Number(head.slice(9, 12)), close: head.includes('\r\nconnection: close') })
    this.#pending = end === buffer.length ? undefined : buffer.subarray(end)
    return true
  }
}

function contentLength(head) {
  const at = head.indexOf('\r\ncontent-length:')
  return at === -1 ? 0 : Number.parseInt(head.slice(at + 17), 10)
}

function chunkedEnd(buffer, from) {
  let at = from
  for (;;) {
    const lineEnd = buffer.indexOf('\r\n', at)
    if (lineEnd === -1) return -1
    const size = Number.parseInt(buffer.latin1Slice(at, lineEnd), 16)
    at = lineEnd + 2 + size + 2
    if (at > buffer.length) return -1
    if (size === 0) return at
  }
}
