// Entry: node bench/run.mjs NAME [--json FILE] [--quick] [options of that bench]
import { existsSync } from 'node:fs'
import { writeReport } from './report/report.mjs'

const NAMES = [
  'passthrough',
  'shed',
  'idle',
  'survival',
  'recovery',
  'false-shed',
  'flapping',
  'guard',
  'tracker',
  'heap',
  'leaks',
  'drain',
]

const [name, ...args] = process.argv.slice(2)
const file = new URL(`./benches/${name}.mjs`, import.meta.url)

if (!NAMES.includes(name) || !existsSync(file)) {
  console.error(`usage: node bench/run.mjs ${NAMES.join(' | ')} [--json FILE] [--quick]`)
  process.exit(2)
}

const jsonFlag = args.indexOf('--json')
const jsonFile = jsonFlag === -1 ? undefined : args.splice(jsonFlag, 2)[1]

const { run } = await import(file.href)
try {
  const report = await run(args)
  if (jsonFile) writeReport(jsonFile, name, report)
} catch (error) {
  const told = error.expected || String(error.code).startsWith('ERR_PARSE_ARGS')
  console.error(told ? `\n${error.message}` : error)
  process.exit(1)
}
