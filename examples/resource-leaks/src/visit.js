import { once } from 'node:events'
import { get } from 'node:http'

/** One visitor, on a connection of its own: reads the answer, or leaves as soon as it begins. */
export async function visit(port, { path, leaves }) {
  const [answer] = await once(get({ host: '127.0.0.1', port, path, agent: false }), 'response')
  if (leaves) {
    answer.destroy()
    return
  }
  answer.resume()
  await once(answer, 'end')
}
