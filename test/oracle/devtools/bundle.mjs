// The heap snapshot code of Chrome DevTools, made runnable in Node: bundled on demand, nothing of it is kept here.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { replacements } from './replacements.mjs'

const folder = fileURLToPath(new URL('..', import.meta.url))
const modules = join(folder, 'node_modules')
const stampFile = join(modules, '.bundled-from.json')
const bundleFile = join(modules, '.cache', 'devtools-heap-snapshot.mjs')

/** Path of an ES module with HeapSnapshot and HeapSnapshotLoader of the pinned version; the first call installs. */
export async function devToolsBundle() {
  const ownFiles = ['../package.json', 'bundle.mjs', 'replacements.mjs']
  const stamp = ownFiles.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')
  const isThere = existsSync(bundleFile) && existsSync(stampFile)
  if (isThere && readFileSync(stampFile, 'utf8') === stamp) return bundleFile
  console.log(`installing the oracle into ${folder} …`)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await bundle()
  writeFileSync(stampFile, stamp)
  return bundleFile
}

async function bundle() {
  const { build } = createRequire(join(folder, 'package.json'))('esbuild')
  const frontEnd = join(modules, 'chrome-devtools-frontend', 'front_end')
  const worker = join(frontEnd, 'entrypoints', 'heap_snapshot_worker')
  await build({
    stdin: {
      contents: `
        export { HeapSnapshotLoader } from './HeapSnapshotLoader.ts'
        export { JSHeapSnapshot, SecondaryInitManager } from './HeapSnapshot.ts'
      `,
      resolveDir: worker,
    },
    outfile: bundleFile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    banner: { js: WITH_RESOLVERS },
    plugins: [replacements(frontEnd)],
  })
}

/** Node 20 has not got it yet. */
const WITH_RESOLVERS = `Promise.withResolvers ??= function () {
  const made = {}
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}`
