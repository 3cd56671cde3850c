import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

export interface Asked {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly text: string
  json(): unknown
}

/** Asks on a connection of its own; the path goes out as it is written. */
export function ask(port: number, path: string, { method = 'GET', headers, body }: Asked = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, agent: false, ...(headers && { headers }) }
    const req = request(options, (res) => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', (chunk: string) => {
        text += chunk
      })
      res.once('error', reject)
      res.once('end', () => {
        const { statusCode = 0, headers: received, rawHeaders } = res
        resolve({ status: statusCode, headers: received, rawHeaders, text, json: () => JSON.parse(text) })
      })
    })
    req.once('error', reject)
    req.end(body)
  })
}
