#!/usr/bin/env node
// Runs the whole jest suite on every supported Node major, one after the other, and prints a line for each.
//   npm run test:matrix                          all majors
//   npm run test:matrix -- 24 26                 these majors
//   npm run test:matrix -- 26 --selectProjects unit    what follows the majors goes to jest
import { execFileSync, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeBinary, nodeMajors } from '../../scripts/node-majors.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js')
const logFolder = path.join(root, 'node_modules', '.cache', 'matrix')

const args = process.argv.slice(2)
const firstOfJest = args.findIndex((arg) => !/^\d+$/.test(arg))
const wanted = firstOfJest === -1 ? args : args.slice(0, firstOfJest)
const jestArgs = firstOfJest === -1 ? [] : args.slice(firstOfJest)
const majors = wanted.length === 0 ? nodeMajors : wanted.map(Number)

function execute(binary, log, resultFile) {
  const options = {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Tests that fork a scenario by the name `node` get the same version.
    env: { ...process.env, PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH}` },
  }
  const jestCommand = [jest, '--ci', '--json', `--outputFile=${resultFile}`, ...jestArgs]
  return new Promise((resolve) => {
    const child = spawn(binary, jestCommand, options)
    child.stdout.resume()
    child.stderr.pipe(log)
    child.once('error', (error) => resolve({ code: 1, error }))
    child.once('close', (code) => resolve({ code: code ?? 1 }))
  })
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function failures(result) {
  return result.testResults.flatMap((suite) => {
    const failed = suite.assertionResults.filter((test) => test.status === 'failed')
    const names = failed.map((test) => `${path.relative(root, suite.name)}: ${test.fullName}`)
    // A suite that could not even be loaded has no tests that failed.
    return names.length > 0 || suite.status === 'passed' ? names : [path.relative(root, suite.name)]
  })
}

async function runOn(major) {
  const binary = nodeBinary(major)
  const logFile = path.join(logFolder, `node-${major}.log`)
  const resultFile = path.join(logFolder, `node-${major}.json`)
  rmSync(resultFile, { force: true })
  const startedAt = performance.now()
  const { code } = await execute(binary, createWriteStream(logFile), resultFile)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const result = readResult(resultFile)
  const passed = result?.numPassedTests ?? 0
  const ok = code === 0 && passed > 0
  const counts = result === undefined ? 'no result' : `${passed} passed, ${result.numFailedTests} failed`
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()
  console.log(`${ok ? 'ok  ' : 'FAIL'} Node ${version}: ${counts}, ${seconds} s`)
  if (!ok) {
    for (const name of result === undefined ? [] : failures(result)) console.log(`     ${name}`)
    console.log(`     log: ${path.relative(root, logFile)}`)
  }
  return ok
}

mkdirSync(logFolder, { recursive: true })
let allOk = true
for (const major of majors) allOk = (await runOn(major)) && allOk
process.exitCode = allOk ? 0 : 1
