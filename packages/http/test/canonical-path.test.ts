import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { createMemoryGuard } from '@plimsoll/memory-guard'
import fc from 'fast-check'
import { canonicalPath } from '../src/canonical-path.js'

describe('canonical path', () => {
  test.each([
    ['/orders', '/orders'],
    ['/', '/'],
    ['/orders/', '/orders'],
    ['/orders?id=1', '/orders'],
    ['/orders/?x=/../..', '/orders'],
    ['/orders#top', '/orders'],
    ['/orders?a#b', '/orders'],
    ['/Orders', '/Orders'],
    ['/a.b/..c/...', '/a.b/..c/...'],
    ['http://example.com/orders', '/orders'],
    ['http://user:secret@example.com:8080/orders?x', '/orders'],
    ['HTTPS://example.com', '/'],
    ['http://example.com?x', '/'],
  ])('%s is %s', (target, path) => {
    expect(canonicalPath(target)).toBe(path)
  })

  test.each([
    '//critical',
    '/critical//x',
    '/%63ritical',
    '/critical%2f',
    '/critical%00',
    '/critical%',
    '/a/../critical',
    '/critical/..',
    '/./critical',
    '/critical/.',
    '/critical;x',
    '/critical;jsessionid=1/x',
    '/..\\critical',
    '\\critical',
    'critical',
    '*',
    '',
    'example.com:443',
    'http:/critical',
    'http://example.com//critical',
    'http://example.com\\critical',
    'http://example.com/a/../critical',
    `/${'a'.repeat(65_536)}`,
  ])('F36: a path can hide in %p, so it has none', (target) => {
    expect(canonicalPath(target)).toBeUndefined()
  })

  test('F36: what it returns is what the URL standard reads, and needs no decoding', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '.',
        '..',
        '%',
        '%2e',
        '%2f',
        ';',
        '\\',
        '?',
        '#',
        'http://h',
        ':',
        '@',
        ' ',
      ),
      fc.string({ minLength: 1, maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = pieces.join('')
        const path = canonicalPath(target)
        if (path === undefined) return
        const absolute = target.startsWith('/') ? `http://h${target}` : target
        // Node's HTTP parser lets no control characters, blanks or non-ASCII through to begin with.
        fc.pre(/^[!-~]*$/.test(target) && URL.canParse(absolute))
        const pathname = new URL(absolute).pathname || '/'
        fc.pre(pathname === encodeURI(pathname))
        expect(pathname === path || pathname === `${path}/`).toBe(true)
        expect(path).not.toContain('%')
      }),
      { numRuns: 2000 },
    )
  })

  test('F36: every disguise of a path is refused', () => {
    const disguises: ((path: string, at: number) => string)[] = [
      (path, at) => `${path.slice(0, at)}/${path.slice(at)}`.replace(/^(?!\/\/)/, '/'),
      (path) => `/x/..${path}`,
      (path) => `/.${path}`,
      (path) => `${path}/../x`,
      (path) => `${path};v=1`,
      (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
      (path) => path.replace('/', '\\'),
    ]
    const segment = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...disguises),
        fc.nat(),
        (segments, disguise, seed) => {
          const path = `/${segments.join('/')}`
          expect(canonicalPath(path)).toBe(path)
          expect(canonicalPath(disguise(path, seed % path.length))).toBeUndefined()
        },
      ),
    )
  })

  test('F39: no target makes it slow: a hostile one of a megabyte costs no more than reading it', () => {
    const hostile = [
      `/${'/..'.repeat(300_000)}`,
      `${'a+.-'.repeat(250_000)}:/x`,
      `/${'%2e/'.repeat(250_000)}`,
    ]
    for (const target of hostile) {
      const startedAt = performance.now()
      expect(canonicalPath(target)).toBeUndefined()
      // A backtracking pattern would take minutes; reading a megabyte takes a few milliseconds.
      expect(performance.now() - startedAt).toBeLessThan(500)
    }
  })

  test('F36: what the guard takes for an exempt or a critical path is canonical, or it is refused', () => {
    const ports = { clock: createFakeClock(), gc: createFakeGc(), probe: createFakeProbe() }
    const sampler = createSampler({}, { ...ports, readings: [createScriptedReadings()] })
    const accepted = (options: Parameters<typeof createMemoryGuard>[0]): boolean => {
      try {
        createMemoryGuard(options, { sampler, onError: () => {} })
        return true
      } catch {
        return false
      }
    }
    const piece = fc.constantFrom('/', 'a', '.', '..', '%', ';', '?', '#', '\\', ':', '*', 'B', 'é', ' ', '~')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = `/${pieces.join('')}`
        const canonical = canonicalPath(path) === path.replace(/(.)\/$/, '$1')
        if (!canonical)
          expect([accepted({ exempt: [path] }), accepted({ criticalRoutes: [path] })]).toEqual([false, false])
        if (/^(?:\/[aB~.]*[aB~])+\/?$/.test(path)) expect(accepted({ exempt: [path] })).toBe(true)
      }),
    )
  })
})
