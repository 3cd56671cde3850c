import { ChosenPackages } from '../../src/naming/chosen-packages.js'

const LISTS: Readonly<Record<string, readonly string[]>> = {
  '/app': ['node-cache', '@koa/router'],
  '/app/node_modules/node-cache': ['clone'],
}
const packagesOf = (lists = LISTS, byProgram: readonly string[] = []) =>
  new ChosenPackages({ listedIn: (folder) => lists[folder] ?? [], listedByProgram: () => byProgram })

test.each([
  ['/app/server.js', true],
  ['/app/node_modules/node-cache/index.js', true],
  ['/app/node_modules/@koa/router/lib/layer.js', true],
  ['/app/node_modules/clone/clone.js', false],
  ['/app/node_modules/node-cache/node_modules/node-cache/index.js', false],
  ['/app/node_modules/.pnpm/node-cache@5/node_modules/node-cache/index.js', true],
  ['/app/node_modules/.pnpm/clone@2/node_modules/clone/clone.js', false],
  ['node:events', false],
  ['', false],
])('%s was chosen: %s', (file, isChosen) => {
  expect(packagesOf().isChosen(file)).toBe(isChosen)
})

test('what the program lists counts, too: in a workspace packages lie further up', () => {
  const packages = packagesOf({ '/repo': ['typescript'] }, ['clone'])
  expect(packages.isChosen('/repo/node_modules/clone/clone.js')).toBe(true)
})

test('without any list every package counts, as if it were chosen', () => {
  expect(packagesOf({}).isChosen('/app/node_modules/clone/clone.js')).toBe(true)
})

test('a package that was brought along is told with the one that needs it', () => {
  const packages = packagesOf()
  expect(packages.neededBy('/app/node_modules/clone/clone.js')).toBe('node-cache')
  expect(packages.neededBy('/app/node_modules/orphan/index.js')).toBeUndefined()
  expect(packages.neededBy('/app/node_modules/node-cache/index.js')).toBeUndefined()
  expect(packages.neededBy('/app/server.js')).toBeUndefined()
})

test('what a compiler puts in was never chosen, although it is listed', () => {
  const packages = packagesOf({ '/app': ['tslib', '@babel/runtime', 'async-mutex'] })
  expect(packages.isChosen('/app/node_modules/tslib/tslib.js')).toBe(false)
  expect(packages.isChosen('/app/node_modules/@babel/runtime/helpers/createClass.js')).toBe(false)
  expect(packagesOf({}).isChosen('/app/node_modules/regenerator-runtime/runtime.js')).toBe(false)
  expect(packages.isChosen('/app/node_modules/async-mutex/lib/Mutex.js')).toBe(true)
})
