// Clients that stay connected during the whole run.
import http from 'node:http'

const ASK_AGAIN_MS = 4000

/** @returns a function that makes them leave */
export async function openStayingClients(port, clients) {
  if (!clients) return () => {}
  if (clients.type === 'sse') return listenToEvents(port, clients)
  if (clients.type === 'keepalive') return keepAsking(port, clients)
  throw new Error(`clients of type ${clients.type} are not known`)
}

async function listenToEvents(port, { count, path }) {
  const requests = []
  for (let i = 0; i < count; i++) {
    await new Promise((resolve, reject) => {
      const request = http.get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
        response.resume().on('error', () => {})
        resolve()
      })
      request.on('error', reject)
      requests.push(request)
    })
  }
  return () => {
    for (const request of requests) request.destroy()
  }
}

async function keepAsking(port, { count, path }) {
  const agents = Array.from({ length: count }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }))
  const askOnce = (agent) =>
    new Promise((resolve) => {
      http
        .get({ host: '127.0.0.1', port, path, agent }, (response) => response.resume().on('end', resolve))
        .on('error', resolve)
    })
  const askAll = () => Promise.all(agents.map(askOnce))
  await askAll()
  const timer = setInterval(askAll, ASK_AGAIN_MS)
  return () => {
    clearInterval(timer)
    for (const agent of agents) agent.destroy()
  }
}
