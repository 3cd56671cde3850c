import http from 'node:http'

const BODY = JSON.stringify({ item: 'a lamp', note: 'x'.repeat(200) })

/**
 * Clients that post one order after the other on connections that they keep, and never try one twice. Tells of each
 * that failed when, on which port, and whether its connection was new.
 */
export function startPosting({ port, clients, pauseMs }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients })
  const failures = []
  let answered = 0
  let going = true

  const post = () =>
    new Promise((resolve) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) }
      const request = http.request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/orders',
        agent,
        headers,
      })
      const sentAtMs = Date.now()
      let localPort
      const failed = (error) => {
        failures.push({
          sentAtMs,
          atMs: Date.now(),
          localPort,
          isNew: !request.reusedSocket,
          error: error.message,
        })
        resolve()
      }
      request.on('socket', (socket) => {
        const note = () => {
          localPort = socket.localPort
        }
        if (socket.connecting) socket.once('connect', note)
        else note()
      })
      request.setTimeout(15_000, () => request.destroy(new Error('no answer within 15 s')))
      request.on('error', failed)
      request.on('response', (response) => {
        response.resume().on('error', failed)
        response.on('end', () => {
          if (response.statusCode !== 200 || !response.complete)
            return failed(new Error(`${response.statusCode}`))
          answered += 1
          resolve()
        })
      })
      request.end(BODY)
    })

  const client = async () => {
    while (going) {
      await post()
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  const all = Array.from({ length: clients }, client)
  return {
    async stop() {
      going = false
      await Promise.all(all)
      agent.destroy()
      return { answered, failures }
    },
  }
}
