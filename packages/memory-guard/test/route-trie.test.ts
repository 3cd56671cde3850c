import fc from 'fast-check'
import { looksLikeValue, shapeOf } from '../src/routes/route-shape.js'
import { RouteTrie } from '../src/routes/route-trie.js'

const trieOf = (capacity: number, ...templates: string[]) => {
  const trie = new RouteTrie<string>(capacity)
  for (const template of templates) trie.add('GET', template, () => template)
  return trie
}

describe('route trie', () => {
  test('finds a route by its template, parameters of whatever value', () => {
    const trie = trieOf(10, '/users/:id', '/users/:id/posts', '/')
    expect(trie.find('GET', '/users/42')).toBe('/users/:id')
    expect(trie.find('GET', '/users/ann/posts')).toBe('/users/:id/posts')
    expect(trie.find('GET', '/')).toBe('/')
    expect(trie.find('GET', '/users')).toBeUndefined()
    expect(trie.find('GET', '/users/42/posts/7')).toBeUndefined()
    expect(trie.find('POST', '/users/42')).toBeUndefined()
  })

  test('a literal segment wins over a parameter', () => {
    const trie = trieOf(10, '/users/:id', '/users/me')
    expect(trie.find('GET', '/users/me')).toBe('/users/me')
    expect(trie.find('GET', '/users/you')).toBe('/users/:id')
  })

  test('`*` covers all that is below, unless something nearer is known', () => {
    const trie = trieOf(10, '/files/*path', '/files/:name', '/files/a/b', '/*')
    expect(trie.find('GET', '/files/a/b/c')).toBe('/files/*path')
    expect(trie.find('GET', '/files/a/b')).toBe('/files/a/b')
    expect(trie.find('GET', '/files/a')).toBe('/files/:name')
    expect(trie.find('GET', '/files')).toBe('/*')
    expect(trie.find('GET', '/else/where')).toBe('/*')
    expect(trie.find('POST', '/else/where')).toBeUndefined()
  })

  test('adding the same route again gives the first one', () => {
    const trie = trieOf(10, '/users/:id')
    expect(trie.add('GET', '/users/:name', () => 'another')).toBe('/users/:id')
    expect(trie.size).toBe(1)
  })

  test('F46: a flood of different paths fills it up to its capacity, and no further', () => {
    const trie = trieOf(50)
    for (let i = 0; i < 10_000; i += 1) trie.add('GET', `/${i.toString(36)}/x`, () => String(i))
    expect(trie.size).toBe(50)
    expect(trie.find('GET', '/0/x')).toBe('0')
    expect(trie.find('GET', '/7ps/x')).toBeUndefined()
  })

  test('F39: names that every object has are paths like any other', () => {
    const trie = trieOf(10, '/__proto__', '/constructor')
    expect(trie.find('GET', '/__proto__')).toBe('/__proto__')
    expect(trie.find('GET', '/toString')).toBeUndefined()
    expect(trie.find('__proto__', '/constructor')).toBeUndefined()
  })

  test('F39: whatever is asked it answers, and what was added is found', () => {
    const path = fc.array(fc.string({ maxLength: 5 }), { maxLength: 6 }).map((parts) => `/${parts.join('/')}`)
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), path, (templates, asked) => {
        const trie = trieOf(100, ...templates)
        expect(() => trie.find('GET', asked)).not.toThrow()
        for (const template of templates.filter((each) => !/[:*]/.test(each))) {
          expect(trie.find('GET', template)).toBe(template)
        }
      }),
    )
  })
})

describe('route shape', () => {
  test.each(['42', '5f0c6ff0-98b4-4d6a-b3f1-0a7c7a7e9f10', 'deadbeefcafe', 'dGhpcyBpcyBhIHRva2VuMQ'])(
    '%s looks like a value',
    (segment) => {
      expect(looksLikeValue(segment)).toBe(true)
    },
  )

  test.each(['users', 'v2', 'very-long-name-of-a-collection', '', 'beef'])('%p does not', (segment) => {
    expect(looksLikeValue(segment)).toBe(false)
  })

  test('what looks like a value becomes a parameter', () => {
    expect(shapeOf('/users/42/posts/5f0c6ff0-98b4-4d6a-b3f1-0a7c7a7e9f10')).toBe('/users/:value/posts/:value')
  })

  test('F39: no segment makes the look at it slow', () => {
    for (const segment of [
      'a'.repeat(200_000),
      '-'.repeat(200_000),
      `${'f'.repeat(200_000)}!`,
      '1'.repeat(200_000),
    ]) {
      const startedAt = performance.now()
      looksLikeValue(segment)
      expect(performance.now() - startedAt).toBeLessThan(500)
    }
  })
})
