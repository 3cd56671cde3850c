import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const turbo = path.join(root, 'node_modules', '.bin', 'turbo')

/** Builds what the applications import; a second time it finds everything built already. */
export async function buildPackages(framework, leftovers) {
  if (!existsSync(turbo)) throw new Error('The dependencies are not installed yet: npm run setup')
  const { code, output } = await run(turbo, ['run', 'build', `--filter=@plimsoll/${framework}`], leftovers)
  if (code !== 0) throw new Error(`The packages could not be built:\n${output}`)
}

function run(command, args, leftovers) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    leftovers.add(() => child.kill())
    let output = ''
    const collect = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', reject)
    child.once('exit', (code) => resolve({ code, output }))
  })
}
