#!/usr/bin/env node
// Names and ends every process that still carries a run's mark in its environment; fails if there is any.
// Silent when there is none, so that the summary of the tests stays the last thing a log shows.
import { readdirSync, readFileSync } from 'node:fs'

const mark = `PLIMSOLL_RUN=${process.argv[2]}`
const graceMs = 3000

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // It has ended meanwhile, or is not ours to look at.
  }
}

function ancestors(pid) {
  const parent = /^PPid:\s+(\d+)/m.exec(read(pid, 'status'))?.[1]
  return parent === undefined || parent === '0' ? [pid] : [pid, ...ancestors(parent)]
}

function leftBehind() {
  const own = new Set(ancestors(String(process.pid)))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !own.has(name))
    .filter((pid) => read(pid, 'environ').split('\0').includes(mark))
    .map((pid) => ({ pid, command: read(pid, 'cmdline').replaceAll('\0', ' ').trim() }))
    .filter(({ command }) => command !== '') // A zombie holds nothing.
}

// A child that was told to stop may need a moment.
const deadline = performance.now() + graceMs
let found = leftBehind()
while (found.length > 0 && performance.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 100))
  found = leftBehind()
}
for (const { pid, command } of found) {
  console.error(`ci: left behind: ${pid} ${command}`)
  process.kill(Number(pid), 'SIGKILL')
}
process.exitCode = found.length === 0 ? 0 : 1
