import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { anchorOf, type Page, readPage, readPages, root } from './markdown.js'

const pages = readPages()
const scripts = Object.keys(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).scripts)
/** npm's own, without `run`. */
const BUILT_IN = ['install', 'test', 'ci', 'pack']

function brokenLinks(page: Page): string[] {
  const targets = [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^[a-z]+:/.test(target) && !resolves(page, target))
}

function resolves(page: Page, target: string): boolean {
  const [file = '', anchor] = target.split('#')
  const linked = file === '' ? page.file : path.join(path.dirname(page.file), file)
  if (!existsSync(path.join(root, linked))) return false
  if (anchor === undefined) return true
  return readPage(linked).headings.map(anchorOf).includes(anchor)
}

function unknownScripts({ text }: Page): string[] {
  const named = [...text.matchAll(/\bnpm (?:run )?(test(?::[\w-]+)?|(?<=run )[\w:-]+)/g)]
  return named
    .map(([, name = '']) => name)
    .filter((name) => !scripts.includes(name) && !BUILT_IN.includes(name))
}

describe('pages of the documentation', () => {
  test.each(pages.map((page) => [page.file, page] as const))(
    '%s: its links and anchors lead somewhere',
    (_, page) => {
      expect(brokenLinks(page)).toEqual([])
    },
  )

  test.each(pages.map((page) => [page.file, page] as const))('%s: its npm scripts exist', (_, page) => {
    expect(unknownScripts(page)).toEqual([])
  })

  test('a link to nowhere is found', () => {
    const page = { ...readPage('README.md'), prose: '[x](docs/nowhere.md) [y](#no-such-heading)' }
    expect(brokenLinks(page)).toEqual(['docs/nowhere.md', '#no-such-heading'])
    expect(unknownScripts({ ...page, text: 'npm run nonsense && npm run test:nonsense' })).toHaveLength(2)
  })

  test('every package page has the same five headings', () => {
    for (const page of pages.filter(({ file }) => file.startsWith('packages/'))) {
      const headings = [...page.prose.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
      expect([page.file, headings]).toEqual([page.file, ['What', 'Install', 'Example', 'Options', 'Limits']])
    }
  })
})
