import { madeUpPackage } from './made-up-package.js'
import { arrows } from './rules/arrows.js'
import { dependencies } from './rules/dependencies.js'
import { entrances } from './rules/entrances.js'
import { namedExports } from './rules/exports.js'
import { names } from './rules/names.js'
import { platformBoundary } from './rules/platform-boundary.js'
import { sizes } from './rules/sizes.js'

// Each rule is shown a tree that keeps it and trees that break it: a rule that cannot fail guards nothing.

const core = madeUpPackage('core', { 'src/index.ts': `export { clock } from './clock.js'` })

describe('arrows', () => {
  const importing = (specifier: string, file = 'src/a.ts') =>
    arrows([core, madeUpPackage('health', { [file]: `import { x } from '${specifier}'` })])

  test('an import of a lower package passes', () => {
    expect(importing('@plimsoll/core')).toEqual([])
  })

  test.each([
    ['a package of the same level', '@plimsoll/metrics'],
    ['a package above', '@plimsoll/http'],
    ['a subpath of a package above', '@plimsoll/express/augment'],
  ])('an import of %s fails', (_what, specifier) => {
    expect(importing(specifier)).toEqual([`health/src/a.ts: health may not import ${specifier}`])
  })

  test('a test may not turn an arrow round either', () => {
    expect(importing('@plimsoll/http', 'test/a.test.ts')).toHaveLength(1)
  })

  test('a package that the table does not know fails', () => {
    expect(arrows([madeUpPackage('extras', {})])).toEqual(['extras: not in the table of packages'])
  })

  test.each([
    `import type { X } from '@plimsoll/http'`,
    `import '@plimsoll/http'`,
    `export { x } from '@plimsoll/http'`,
    `export * from '@plimsoll/http'`,
    `const x = require('@plimsoll/http')`,
    `const x = await import('@plimsoll/http')`,
    `import x = require('@plimsoll/http')`,
    `type X = import('@plimsoll/http').X`,
    `declare module '@plimsoll/http' {}`,
  ])('%s is seen', (text) => {
    expect(arrows([madeUpPackage('health', { 'src/a.ts': text })])).toHaveLength(1)
  })

  test('an import inside a comment or a string is none', () => {
    const text = `// import '@plimsoll/http'\nexport const text = "import '@plimsoll/http'"`
    expect(arrows([madeUpPackage('health', { 'src/a.ts': text })])).toEqual([])
  })
})

describe('entrances', () => {
  const importing = (specifier: string) =>
    entrances([core, madeUpPackage('health', { 'src/deep/a.ts': `import '${specifier}'` })])

  test.each(['@plimsoll/core', '../b.js', './platform/clock.js', 'node:http', 'koa'])(
    '%s passes',
    (specifier) => {
      expect(importing(specifier)).toEqual([])
    },
  )

  test.each([
    '@plimsoll/core/platform/clock',
    '@plimsoll/core/src/platform/clock.js',
    '@plimsoll/core/dist/esm/index.js',
    '../../../core/src/platform/clock.js',
    '../../../core/src/index.js',
  ])('%s fails', (specifier) => {
    expect(importing(specifier)).toEqual([
      `health/src/deep/a.ts: ${specifier} is not an entrance of a package`,
    ])
  })
})

describe('platform boundary', () => {
  const judge = (path: string, text: string) =>
    platformBoundary(['process', 'setTimeout'])([madeUpPackage('core', { [path]: text })])

  test.each([
    'globalThis.process.pid',
    `globalThis['process'].pid`,
    '(globalThis as Holder).setTimeout(() => {}, 1)',
    'const { process: p } = globalThis',
    'global.process.pid',
  ])('%s fails outside src/platform', (text) => {
    expect(judge('src/a.ts', text)).toHaveLength(1)
  })

  test('the same passes in src/platform and in tests', () => {
    expect(judge('src/platform/a.ts', 'globalThis.process.pid')).toEqual([])
    expect(judge('test/a.test.ts', 'globalThis.process.pid')).toEqual([])
  })

  test('state under a symbol passes', () => {
    expect(judge('src/a.ts', `globalThis[Symbol.for('plimsoll.board')]`)).toEqual([])
  })
})

describe('names', () => {
  test.each([
    'src/utils.ts',
    'src/helpers/a.ts',
    'src/clock-helper.ts',
    'src/common.ts',
    'test/manager.test.ts',
  ])('%s fails', (path) => {
    expect(names([madeUpPackage('core', { [path]: '' })])).toHaveLength(1)
  })

  test('a name that only contains such a word passes', () => {
    expect(names([madeUpPackage('core', { 'src/commonality.ts': '' })])).toEqual([])
  })
})

describe('sizes', () => {
  const ofLines = (name: string, path: string, count: number) =>
    sizes([madeUpPackage(name, { [path]: '\n'.repeat(count) })])

  test.each([
    ['core', 'src/a.ts', 250],
    ['core', 'test/a.test.ts', 300],
    ['express', 'src/a.ts', 60],
    ['koa', 'src/a.ts', 60],
  ])('%s/%s passes with %i lines and fails with one more', (name, path, limit) => {
    expect(ofLines(name, path, limit)).toEqual([])
    expect(ofLines(name, path, limit + 1)).toEqual([
      `${name}/${path}: ${limit + 1} lines, more than ${limit}`,
    ])
  })
})

describe('named exports', () => {
  const judge = (path: string, text: string) => namedExports([madeUpPackage('core', { [path]: text })])

  test.each([
    'export default class Clock {}',
    'export default 1',
    'const a = 1\nexport { a as default }',
    `export { default } from './a.js'`,
    'export = {}',
  ])('%s fails', (text) => {
    expect(judge('src/a.ts', text)).toEqual(['core/src/a.ts: default export'])
  })

  test.each([`export * from './a.js'`, 'export const a = 1', `import './a.js'`])(
    'an index.ts with %s fails',
    (text) => {
      expect(judge('src/index.ts', text)).toHaveLength(1)
    },
  )

  test('named exports pass', () => {
    expect(judge('src/a.ts', 'export const a = 1')).toEqual([])
    expect(judge('src/index.ts', `export { a, type B } from './a.js'`)).toEqual([])
  })
})

describe('dependencies', () => {
  const judge = (text: string, manifest: Record<string, Record<string, string>>) =>
    dependencies([madeUpPackage('metrics', { 'src/a.ts': text }, manifest)])

  test('what is imported and declared passes, types and subpaths included', () => {
    const text = `import { a } from '@plimsoll/core/testing'\nimport type { B } from 'koa'\nimport 'node:http'`
    const manifest = { dependencies: { '@plimsoll/core': '^0.1.0' }, peerDependencies: { koa: '^3.0.0' } }
    expect(judge(text, manifest)).toEqual([])
  })

  test('what is imported and not declared fails', () => {
    expect(judge(`import 'prom-client'`, {})).toEqual(['metrics: prom-client is not declared'])
  })

  test('what is declared and not imported fails', () => {
    expect(judge('', { dependencies: { 'prom-client': '^15.0.0' } })).toEqual([
      'metrics: prom-client is never imported',
    ])
  })

  test('an import in a test does not use a dependency up', () => {
    const manifest = { dependencies: { koa: '^3.0.0' } }
    expect(dependencies([madeUpPackage('koa', { 'test/a.test.ts': `import 'koa'` }, manifest)])).toHaveLength(
      1,
    )
  })
})
