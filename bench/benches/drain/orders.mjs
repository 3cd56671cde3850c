// Clients that post orders on connections that they keep, one after the other, and count what was not answered.
import http from 'node:http'

/** Posts `total` orders, `atOnce` at a time, each after `pauseMs`; `over()` says whether to go on beyond them. */
export async function postOrders({ port, path, total, atOnce, pauseMs, over }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce })
  const result = { sent: 0, answered: 0, failed: {} }
  const client = async () => {
    while (result.sent < total || !over()) {
      result.sent += 1
      const outcome = await post({ agent, port, path }, `order ${result.sent}`)
      if (outcome === 'answered') result.answered += 1
      else result.failed[outcome] = (result.failed[outcome] ?? 0) + 1
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  agent.destroy()
  return result
}

function post({ agent, port, path }, body) {
  return new Promise((resolve) => {
    const req = http.request({ agent, host: '127.0.0.1', port, path, method: 'POST' }, (res) => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('error', (error) => resolve(error.code))
      res.on('end', () => {
        if (res.statusCode !== 200) resolve(String(res.statusCode))
        else resolve(text === body ? 'answered' : 'cut')
      })
    })
    req.on('error', (error) => resolve(error.code))
    req.end(body)
  })
}
