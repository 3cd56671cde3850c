import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a program to its end and keeps what it said. */
export async function runProgram(program, args, { env = process.env, cwd } = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (chunk) => {
      said[stream] = (said[stream] + chunk).slice(-100_000)
    })
  }
  const [code, signal] = await once(child, 'close')
  return { code, signal, ...said }
}
