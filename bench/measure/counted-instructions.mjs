// Instructions per request, counted by callgrind: steady where time is not.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotRun } from '../report/cannot-run.mjs'

const DEFAULT_INTERRUPT_BUDGET = 66 * 1024 // V8's own, in bytes of bytecode
const MAX_SHIFT = 0.15

export function requireValgrind() {
  if (spawnSync('valgrind', ['--version']).status === 0) return
  throw new CannotRun('counted instructions need valgrind: apt-get install valgrind')
}

/**
 * One program, one seed. The seed also shifts when V8 compiles (its interrupt budget), because that luck makes
 * one and the same program differ by percents; only many seeds tell a difference between two programs.
 * @returns instructions per request after the warm-up
 */
export async function countInstructions({
  file,
  preload,
  args,
  warmUp,
  requests,
  seed,
  node = process.execPath,
  nodeFlags = [],
}) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-callgrind-'))
  try {
    const shift = (((seed * 7919) % 201) / 100 - 1) * MAX_SHIFT
    const child = spawn(
      'valgrind',
      [
        '--tool=callgrind',
        `--callgrind-out-file=${join(folder, 'out')}`,
        '--smc-check=all-non-file',
        // the collector is told not to go by the clock, which runs some 50 times slower here
        node,
        '--single-threaded',
        '--no-memory-reducer',
        '--min-semi-space-size=16',
        '--max-semi-space-size=16',
        `--hash-seed=${seed}`,
        `--random-seed=${seed}`,
        ...interruptBudget(node, shift),
        ...nodeFlags,
        '--require',
        preload,
        file,
        ...args,
        String(warmUp),
        String(requests),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } },
    )
    setPriority(child.pid, 19) // counts do not depend on speed: let others have the machine
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-4000)
    })
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`callgrind run of ${args.join(' ')} failed:\n${errors}`)
    return totalOfDump(folder, 2) / JSON.parse(output.trim().split('\n').at(-1)).requests
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const knowsBudget = new Map()

/** Some builds of Node have it compiled in; there the seed alone makes the luck. */
function interruptBudget(node, shift) {
  const flag = `--interrupt-budget=${Math.round(DEFAULT_INTERRUPT_BUDGET * (1 + shift))}`
  if (!knowsBudget.has(node)) knowsBudget.set(node, spawnSync(node, [flag, '--version']).status === 0)
  return knowsBudget.get(node) ? [flag] : []
}

function totalOfDump(folder, number) {
  const dump = readdirSync(folder).find((name) => name === `out.${number}`)
  if (!dump) throw new Error(`callgrind wrote no dump ${number}, only ${readdirSync(folder).join(', ')}`)
  return Number(/^totals: (\d+)/m.exec(readFileSync(join(folder, dump), 'utf8'))[1])
}
