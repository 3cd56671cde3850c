import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { alternate } from '../../measure/alternate.mjs'
import { spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'

const FOLDER = fileURLToPath(new URL('../../apps/passthrough/', import.meta.url))
export const NAMES = {
  express: createRequire(import.meta.url)('../../apps/passthrough/express.cjs').names,
  koa: createRequire(import.meta.url)('../../apps/passthrough/koa.cjs').names,
}
const TITLES = { express: 'Express 5', koa: 'Koa 3' }

/** CPU per request of the server process, all threads, A B A B against a bare server of its own. */
export async function timedPassthrough({ framework, wanted, quick, generations }) {
  const subject = (name) => ({ name, file: `${FOLDER}serve.cjs`, args: [framework, name], expect: 200 })
  const [base, ...others] = NAMES[framework]
  const results = await alternate({
    base: subject(base),
    contenders: others.filter((name) => name === 'bare again' || wanted(name)).map(subject),
    generations,
    rounds: quick ? 2 : 8,
    requests: quick ? 2000 : 4000,
    warmUp: quick ? 8000 : 15_000,
  })
  printTable(
    [`over bare ${TITLES[framework]}`, 'CPU per request', 'us per request', 'bare us', 'pairs', 'not 200'],
    [...results].map(([name, { ratios, cpuUs, baseUs, unexpected }]) => [
      name,
      spread(ratios, 3),
      spread(cpuUs, 0),
      spread(baseUs, 0),
      ratios.length,
      JSON.stringify(unexpected),
    ]),
  )
  console.log('"bare again" is the control: no difference smaller than its spread is shown\n')
  return Object.fromEntries(results)
}
