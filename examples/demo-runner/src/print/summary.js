import { percentile } from '../load/tally.js'
import { bold, dim } from './colours.js'
import { mib, milliseconds, percent, seconds } from './units.js'

/** The two rounds side by side, over the time of the load. */
export function summaryTable(without, protectedRound) {
  const rows = [
    ['', 'without', 'with Plimsoll'],
    row('the server', without, protectedRound, fateText),
    row('/report answered', without, protectedRound, reportsText),
    row('/report turned away (503)', without, protectedRound, ({ totals }) => of(totals, '/report').shed),
    row('/report without an answer', without, protectedRound, ({ totals }) => of(totals, '/report').failed),
    row('/checkout answered', without, protectedRound, checkoutsText),
    row('/checkout p99', without, protectedRound, (round) => milliseconds(checkoutP99(round))),
    row('memory at its fullest', without, protectedRound, ({ peakBytes }) => mib(peakBytes)),
  ]
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column].length)))
  return rows.map(([name, left, right], index) => {
    const line = `  ${name.padEnd(widths[0])}   ${left.padEnd(widths[1])}   ${right}`
    return index === 0 ? dim(line) : line
  })
}

/** The same in words. */
export function summaryWords(without, protectedRound, { limitBytes, rate }) {
  const reports = of(protectedRound.totals, '/report')
  const checkouts = of(protectedRound.totals, '/checkout')
  const words = [
    without.fate === 'alive'
      ? `Without Plimsoll the server stood ${rate} reports a second this time: it is too slow here to take on enough of them at once. A smaller container shows it: --limit 160`
      : `Without Plimsoll the server was ${without.fate} ${seconds(without.livedSeconds)} after the load began, in ${mib(limitBytes)}.`,
  ]
  if (protectedRound.fate !== 'alive') {
    return [...words, bold(`With Plimsoll it was ${protectedRound.fate} all the same. Please report this.`)]
  }
  return [
    ...words,
    bold(
      `With one line it lived: ${perSecond(protectedRound)} reports a second answered, ` +
        `${Math.round(reports.shed / protectedRound.livedSeconds)} a second turned away with 503 and Retry-After, ` +
        `${percent(checkouts.admitted, checkouts.sent)} of the checkouts answered, 99 of 100 within ${milliseconds(checkoutP99(protectedRound))}.`,
    ),
  ]
}

const NOTHING = { sent: 0, admitted: 0, shed: 0, failed: 0, latenciesMs: [] }
const of = (totals, path) => totals[`load ${path}`] ?? NOTHING
const row = (name, without, protectedRound, text) => [
  name,
  String(text(without)),
  String(text(protectedRound)),
]
const checkoutP99 = ({ totals }) => percentile(of(totals, '/checkout').latenciesMs, 0.99)
const perSecond = ({ totals, livedSeconds }) => Math.round(of(totals, '/report').admitted / livedSeconds)

function fateText({ fate, livedSeconds }) {
  return fate === 'alive' ? 'alive' : `${fate} after ${seconds(livedSeconds)}`
}

function reportsText(round) {
  return `${of(round.totals, '/report').admitted} (${perSecond(round)}/s)`
}

function checkoutsText({ totals }) {
  const { admitted, sent } = of(totals, '/checkout')
  return `${admitted} of ${sent} (${percent(admitted, sent)})`
}
