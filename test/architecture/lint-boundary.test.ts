import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.join(__dirname, '..', '..')
const biome = path.join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')

const modules = (
  'child_process cluster fs fs/promises inspector inspector/promises os ' +
  'perf_hooks process timers timers/promises v8 vm worker_threads'
).split(' ')
const globals = (
  'process Date performance gc ' +
  'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate'
).split(' ')

interface Diagnostic {
  readonly category: string
  readonly location: { readonly path: string }
}

/** Lints made-up files under the project's own configuration; returns `path: rule` for each complaint. */
function lint(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-lint-'))
  try {
    for (const name of ['biome.json', '.gitignore'])
      copyFileSync(path.join(root, name), path.join(folder, name))
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    }
    const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none']
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] }
    return diagnostics.map(({ category, location }) => `${location.path}: ${category.split('/').at(-1)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const importing = (name: string) => `import * as outer from 'node:${name}'\n\nexport const seen = outer\n`
const touching = (name: string) => `export const outer: unknown = ${name}\n`
const fileOf = (name: string) => `${name.toLowerCase().replace(/[/_]/, '-')}.ts`

describe('the linter keeps the outside world in src/platform', () => {
  const texts = [
    ...modules.map((name) => [`node-${fileOf(name)}`, importing(name)] as const),
    ...globals.map((name) => [`global-${fileOf(name)}`, touching(name)] as const),
  ]
  const lintIn = (folder: string) =>
    lint(Object.fromEntries(texts.map(([file, text]) => [`packages/${folder}/${file}`, text])))

  test('each of its modules and globals is an error anywhere else', () => {
    const expected = [
      ...modules.map((name) => `packages/health/src/deep/node-${fileOf(name)}: noRestrictedImports`),
      ...globals.map((name) => `packages/health/src/deep/global-${fileOf(name)}: noRestrictedGlobals`),
    ]
    expect(lintIn('health/src/deep').sort()).toEqual(expected.sort())
  })

  test('none of them is one there', () => {
    expect(lintIn('core/src/platform')).toEqual([])
    expect(lintIn('koa/src/platform')).toEqual([])
  })
})
