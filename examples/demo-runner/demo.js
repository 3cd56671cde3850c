#!/usr/bin/env node
// The same server under the same load twice: without Plimsoll, then with it.
import { buildPackages } from './src/build-packages.js'
import { makeContainer } from './src/container/make-container.js'
import { Leftovers } from './src/leftovers.js'
import { readOptions, USAGE } from './src/options.js'
import { bold, dim } from './src/print/colours.js'
import { curlLines, heading, missingContainer } from './src/print/opening.js'
import { secondHeading } from './src/print/second-line.js'
import { summaryTable, summaryWords } from './src/print/summary.js'
import { whyLines } from './src/print/why.js'
import { runRound } from './src/round/run-round.js'
import { freePort } from './src/round/server-process.js'

const PORT = 3000
const LINE = "app.use(plimsoll({ guard: { criticalRoutes: ['/checkout'] } }))"

const leftovers = new Leftovers()
const say = (...lines) => console.log(lines.join('\n'))
const print = { line: say, log: (line) => say(dim(`        the server's log: ${line}`)) }

let quitting = false

async function quit(exitCode) {
  quitting = true
  await leftovers.clear()
  process.exit(exitCode)
}
process.once('SIGINT', () => quit(130))
process.once('SIGTERM', () => quit(143))
process.once('SIGHUP', () => quit(129))
process.stdout.once('error', () => quit(1)) // Nobody reads any more: `npm run demo | head`.

async function round(isProtected, options) {
  const { container } = makeContainer(options.limitBytes, options.wantsContainer)
  leftovers.add(() => container.remove())
  say(
    '',
    bold(isProtected ? `2. The same server with one line: ${LINE}` : '1. Without Plimsoll'),
    secondHeading,
  )
  return runRound({ ...options, isProtected, container, leftovers, print, port: await freePort(PORT) })
}

async function demo(options) {
  say('Building the packages; this takes a moment the first time.')
  await buildPackages(options.framework, leftovers)
  const { container, missing } = makeContainer(options.limitBytes, options.wantsContainer)
  await container.remove()
  say('', ...heading(options, container))
  if (missing) say('', ...missingContainer(missing))

  const without = await round(false, options)
  await without.server.stop()
  const withPlimsoll = await round(true, options)

  say('', bold('Side by side, while the load was on:'), ...summaryTable(without, withPlimsoll))
  if (withPlimsoll.evidence) say('', bold('Why:'), ...whyLines(withPlimsoll.evidence))
  say('', ...summaryWords(without, withPlimsoll, options), '')
  return withPlimsoll
}

async function main() {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return say(USAGE)
  const { fate, port, server } = await demo(options)
  say(...curlLines(options, port))
  process.exitCode = fate === 'alive' ? 0 : 1
  if (options.keep) await server.exited
}

try {
  await main()
} catch (error) {
  // What is torn down by Ctrl-C fails, and nobody wants to read about it.
  if (!quitting) console.error(`demo: ${error.message}`)
  process.exitCode = error instanceof RangeError || error.code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1
} finally {
  await leftovers.clear()
}
