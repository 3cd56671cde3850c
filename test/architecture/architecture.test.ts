import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readPackages } from './read-packages.js'
import { arrows } from './rules/arrows.js'
import { dependencies } from './rules/dependencies.js'
import { entrances } from './rules/entrances.js'
import { namedExports } from './rules/exports.js'
import { names } from './rules/names.js'
import { platformBoundary } from './rules/platform-boundary.js'
import { sizes } from './rules/sizes.js'

const root = path.join(__dirname, '..', '..')
const packages = readPackages(path.join(root, 'packages'))

/** The linter's own list, so that the two never disagree about what belongs to the platform. */
function globalsDeniedByLinter(): string[] {
  const { overrides } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'))
  const denied = overrides.map(
    (override: {
      linter: { rules: { style?: { noRestrictedGlobals?: { options: { deniedGlobals: object } } } } }
    }) => Object.keys(override.linter.rules.style?.noRestrictedGlobals?.options.deniedGlobals ?? {}),
  )
  return denied.flat()
}

test('the tree is really read', () => {
  expect(packages.map((pack) => pack.name)).toEqual(
    expect.arrayContaining(['core', 'http', 'express', 'koa']),
  )
  expect(packages.flatMap((pack) => pack.files.flatMap((file) => file.imports))).toContain('@plimsoll/core')
  expect(globalsDeniedByLinter()).toContain('process')
})

test.each([
  ['imports follow the arrows', arrows],
  ['packages are entered through their exports', entrances],
  ['only src/platform touches the outside world', platformBoundary(globalsDeniedByLinter())],
  ['files are named after one concept', names],
  ['any file can be read in one sitting', sizes],
  ['exports are named, and index.ts only names them', namedExports],
  ['package.json declares what the sources import', dependencies],
])('%s', (_title, rule) => {
  expect(rule(packages)).toEqual([])
})
