import { spawnSync } from 'node:child_process'
import path from 'node:path'

test('the embedded kernel is what its sources compile to', () => {
  const build = path.join(__dirname, '..', '..', 'kernel', 'build.mjs')
  const { status, stderr } = spawnSync(process.execPath, [build, '--check'], { encoding: 'utf8' })
  expect(`${status} ${stderr}`).toBe('0 ')
}, 60_000)
