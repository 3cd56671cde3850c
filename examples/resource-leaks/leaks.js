#!/usr/bin/env node
// Serves each example wrong and right, has visitors come, and tells what is open after them.
//   node leaks.js                 all of them
//   node leaks.js interval field  these
import { setTimeout as wait } from 'node:timers/promises'
import { cases } from './src/cases.js'
import { startExample } from './src/example-process.js'
import { bold, dim, findings, heading, logReader, row } from './src/show.js'
import { visit } from './src/visit.js'

const VISITORS = 30
const ROW_EVERY = 10
/** Four times the grace time of the examples: what has not been found by then will not be. */
const PATIENCE_MS = 2000

const say = (...lines) => console.log(lines.join('\n'))

async function show(file, example) {
  say('', bold(file), heading)
  const server = await startExample(file, logReader(say))
  try {
    const start = await server.figures(true)
    say(row('0', start, start, example.grows))
    for (let visitors = 1; visitors <= VISITORS; visitors += 1) {
      await visit(server.port, example)
      if (visitors % ROW_EVERY === 0) {
        say(row(String(visitors), await settled(server), start, example.grows))
      }
    }
    await wait(PATIENCE_MS)
    const { found } = await server.figures()
    say(...findings(found, example.grows))
    say(row('after gc', await server.figures(true), start, example.grows))
  } finally {
    await server.stop()
  }
}

/** The figures once all connections are closed, and a moment later what was closed with them. */
async function settled(server) {
  while ((await server.figures()).connections > 0) await wait(10)
  await wait(100)
  return server.figures()
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !cases.some((example) => example.name === name))
if (unknown !== undefined) {
  console.error(`Expected some of ${cases.map(({ name }) => name).join(', ')}, got ${unknown}`)
  process.exit(2)
}
for (const example of cases.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  say('', bold(example.title), dim(`${VISITORS} visitors ask for ${example.path}`))
  for (const framework of example.frameworks) {
    for (const version of ['wrong', 'right']) {
      // Node 26 ends a process that has left a file handle open; what it says is worth reading, and we go on.
      await show(`${framework}/${example.name}/${version}.js`, example).catch(({ message }) => say(message))
    }
  }
}
