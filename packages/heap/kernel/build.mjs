#!/usr/bin/env node
// Compiles every AssemblyScript file in this folder into one module and embeds it in src/kernel/kernel-bytes.ts.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const folder = path.dirname(fileURLToPath(import.meta.url))
const target = path.join(folder, '..', 'src', 'kernel', 'kernel-bytes.ts')

/** Compiles the kernel; the same sources give the same bytes. */
async function compileKernel() {
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
  const output = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-kernel-'))
  try {
    const file = path.join(output, 'kernel.wasm')
    const { error, stderr } = await asc.main([
      ...sources,
      ...['--baseDir', folder, '--outFile', path.relative(folder, file)],
      ...['--runtime', 'stub', '--importMemory', '--noAssert', '--enable', 'simd'],
      ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge'],
    ])
    if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
    return readFileSync(file)
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

const wasm = await compileKernel()
const source = `// Written by kernel/build.mjs from the AssemblyScript beside it; committed, so that nothing has to be built first.
export const KERNEL_BYTES =
  '${wasm.toString('base64')}'
`
const check = process.argv.includes('--check')
const written = (() => {
  try {
    return readFileSync(target, 'utf8')
  } catch {
    return undefined
  }
})()
if (written !== source) {
  if (check) {
    process.stderr.write('src/kernel/kernel-bytes.ts is not what kernel/*.ts compile to: npm run build\n')
    process.exitCode = 1
  } else writeFileSync(target, source)
}
