import { bold } from './colours.js'
import { mib } from './units.js'

const NAMES = { express: 'Express', koa: 'Koa' }

/** What is about to happen. */
export function heading({ framework, rate, seconds, limitBytes }, container) {
  return [
    bold(
      `A real ${NAMES[framework]} server, ${mib(limitBytes)} (${container.name}), Node ${process.versions.node}`,
    ),
    `/report builds 10,000 rows, renders them, and holds 3.5 MB for 200 ms. It is asked for ${rate} times a second,`,
    `/checkout 20 times a second, for ${seconds} s. Nobody waits for an answer before asking again.`,
  ]
}

/** What a run without a container does not show. */
export function missingContainer(reason) {
  return [
    `There is no memory cgroup here: ${reason}.`,
    'The server gets a limit of its own instead, samplerOptions: { limitBytes }, which nobody enforces. So this run',
    'does not show a kernel that kills: a server is stopped when it is a tenth past the limit. Nor does it show',
    'the working set of a container: what counts here is resident memory, Node itself included.',
  ]
}

/** What to try by hand. */
export function curlLines({ keep, framework }, port) {
  const lines = ['/health', '/metrics', '/report', '/checkout'].map(
    (path) => `  curl -i http://127.0.0.1:${port}${path}`,
  )
  if (keep) return ['The server is still running. Try it, and end it with Ctrl-C:', ...lines]
  const again = framework === 'koa' ? 'npm run demo -- --koa --keep' : 'npm run demo -- --keep'
  return [`To try it by hand: ${again}`, ...lines]
}
