#!/usr/bin/env node
// Chrome DevTools as the oracle: snapshots of programs, written by every supported major of Node, are read by it and
// by ours, and every dominator, retained size, class and path is compared.
//   npm run test:oracle                             all majors, all programs
//   npm run test:oracle -- 24 26                    these majors
//   npm run test:oracle -- FILE…                    these snapshots
//   npm run test:oracle -- --invariants FILE…       of large ones, only what must hold of any
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { nodeBinary, nodeMajors } from '../../scripts/node-majors.mjs'
import { checkClasses } from './check/classes.mjs'
import { checkDominators } from './check/dominators.mjs'
import { checkInvariants } from './check/invariants.mjs'
import { checkPaths } from './check/paths.mjs'
import { Verdict } from './check/verdict.mjs'
import { devToolsFacts } from './devtools/facts.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    invariants: { type: 'boolean', default: false },
    kernel: { type: 'string', default: 'wasm' },
    samples: { type: 'string', default: '6' },
  },
})
const dist = new URL('../../packages/heap/dist/esm/', import.meta.url)
const { openSnapshot } = await import(new URL('index.js', dist).href)
const { parseSnapshot } = await import(new URL('parse/parse-snapshot.js', dist).href)
const programsFolder = fileURLToPath(new URL('programs/', import.meta.url))
const options = { kernel: values.kernel }

async function checkFile(name, file) {
  const verdict = new Verdict()
  const said = values.invariants ? await invariantsOf(file, verdict) : await compared(file, verdict)
  console.log(`${verdict.isClean ? 'ok  ' : 'FAIL'} ${name}: ${said}`)
  verdict.print()
  return verdict.isClean
}

const invariantsOf = (file, verdict) =>
  checkInvariants({ openSnapshot, parseSnapshot }, file, Number(values.samples), verdict)

async function compared(file, verdict) {
  const facts = await devToolsFacts(file)
  const ours = await openSnapshot(file, options)
  try {
    return [checkDominators, checkClasses, checkPaths].map((check) => check(ours, facts, verdict)).join('; ')
  } finally {
    ours.close()
  }
}

async function checkMajor(major) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-oracle-'))
  let allOk = true
  try {
    for (const program of readdirSync(programsFolder)) {
      const file = path.join(folder, `${program}.heapsnapshot`)
      execFileSync(nodeBinary(major), [path.join(programsFolder, program), file], { stdio: 'inherit' })
      allOk = (await checkFile(`Node ${major}, ${program}`, file)) && allOk
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return allOk
}

const files = positionals.filter((word) => !/^\d+$/.test(word))
const majors = positionals.filter((word) => /^\d+$/.test(word)).map(Number)
let allOk = true
for (const file of files) allOk = (await checkFile(path.basename(file), file)) && allOk
if (files.length === 0) {
  for (const major of majors.length > 0 ? majors : nodeMajors) allOk = (await checkMajor(major)) && allOk
}
process.exitCode = allOk ? 0 : 1
