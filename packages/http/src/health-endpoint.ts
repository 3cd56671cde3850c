import type { Health, HealthAnswer, Probe } from '@plimsoll/health'
import { isDirectLoopback } from './direct-loopback.js'
import type { Endpoint } from './endpoint-part.js'
import { bearerToken, methodNotAllowed, READING_METHODS, reply } from './endpoint-reply.js'
import type { Reply } from './reply.js'
import type { RequestView } from './request-view.js'

const JSON_TYPE = 'application/json; charset=utf-8'
const IETF_TYPE = 'application/health+json'
/** An entry that asks for the IETF shape and does not refuse it with `q=0`. */
const ASKS_FOR_IETF = /(?:^|,)\s*application\/health\+json\s*(?:;(?!\s*q=0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i

const probeReply = (probe: Probe): Reply => {
  const body = probe.ok ? { status: 'pass' } : { status: 'fail', reason: probe.reason }
  return reply(probe.ok ? 200 : 503, JSON_TYPE, JSON.stringify(body))
}

/**
 * Answers `/health`, `/livez`, `/readyz` and `/startupz`.
 *
 * With `path: false` every request is answered with the health report, and `paths` is empty.
 */
export function createHealthEndpoint(health: Health): Endpoint {
  const { options } = health
  const { paths, everyPath, details, token } = options

  const mayReadDetails = (view: RequestView): boolean => {
    if (details !== 'trusted') return details === 'full'
    const given = bearerToken(view.headers)
    return isDirectLoopback(view) || (given !== undefined && token?.(given) === true)
  }

  const report = (view: RequestView): Reply | Promise<Reply> => {
    const detailed = mayReadDetails(view)
    const { accept } = view.headers
    const ietf = typeof accept === 'string' && ASKS_FOR_IETF.test(accept)
    const write = ({ statusCode, body }: HealthAnswer<unknown>): Reply =>
      reply(statusCode, ietf ? IETF_TYPE : JSON_TYPE, JSON.stringify(body), { Vary: 'Accept, Authorization' })
    const answer = ietf ? health.readIetf(detailed) : health.read(detailed)
    return answer instanceof Promise ? answer.then(write) : write(answer)
  }

  const answers = new Map<string, (view: RequestView) => Reply | Promise<Reply>>()
  const add = (path: string | false, answer: (view: RequestView) => Reply | Promise<Reply>): void => {
    if (path === false) return
    answers.set(path, answer)
    // A framework that does not tell cases apart hands paths over in lower case.
    answers.set(path.toLowerCase(), answer)
  }
  add(paths.health, report)
  add(paths.livez, () => probeReply(health.livez))
  add(paths.readyz, () => probeReply(health.readyz))
  add(paths.startupz, () => probeReply(health.startupz))

  return {
    paths: everyPath ? [] : Object.values(paths).filter((path) => path !== false),
    answer(view) {
      const answer = everyPath ? report : view.path === undefined ? undefined : answers.get(view.path)
      if (answer === undefined) return undefined
      return READING_METHODS.has(view.method) ? answer(view) : methodNotAllowed()
    },
  }
}
