import { percentile } from '../load/tally.js'
import { bold, dim, green, red, yellow } from './colours.js'
import { mib } from './units.js'

const BAR_CELLS = 20
const ELEVATED_RATIO = 0.8
const CRITICAL_RATIO = 0.92

/** The names of the columns of {@link secondLine}. */
export const secondHeading = dim(
  `${' '.repeat(8)}${'memory of its limit'.padEnd(37)}admitted/s  shed/s  /checkout p99  server`,
)

/** One second of a round on one line. */
export function secondLine({ second, usedBytes, limitBytes, tallies, state }) {
  const ratio = usedBytes / limitBytes
  const all = Object.values(tallies)
  const sum = (pick) => all.reduce((total, tally) => total + pick(tally), 0)
  const p99 = percentile(tallies['/checkout']?.latenciesMs ?? [], 0.99)
  return [
    `${String(second).padStart(4)} s  `,
    bar(ratio),
    `${(100 * ratio).toFixed(0).padStart(4)} %`,
    `${mib(usedBytes).padStart(9)}  `,
    String(sum((tally) => tally.admitted)).padStart(10),
    String(sum((tally) => tally.shed)).padStart(8),
    (p99 === undefined ? '-' : `${p99.toFixed(0)} ms`).padStart(15),
    `  ${painted(state)}`,
  ].join('')
}

function bar(ratio) {
  const full = Math.min(BAR_CELLS, Math.max(0, Math.round(ratio * BAR_CELLS)))
  const colour = ratio >= CRITICAL_RATIO ? red : ratio >= ELEVATED_RATIO ? yellow : green
  return colour('█'.repeat(full)) + dim('░'.repeat(BAR_CELLS - full))
}

function painted(state) {
  if (!state.startsWith('alive')) return bold(red(state.toUpperCase()))
  return state === 'alive' ? state : green(state)
}
