import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { listedByProgram, listedIn } from '../src/platform/listed-packages.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-listed-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test('all lists of a manifest count', () => {
  const lists = { dependencies: { a: '1' }, devDependencies: { b: '1' }, optionalDependencies: { c: '1' } }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(lists))
  expect(listedIn(folder)).toEqual(['a', 'b', 'c'])
})

test.each(['', '{', '[]', 'null', '{"dependencies":7}'])('a manifest of %j lists nothing', (text) => {
  writeFileSync(path.join(folder, 'package.json'), text)
  expect(listedIn(folder)).toEqual([])
  expect(listedIn(path.join(folder, 'missing'))).toEqual([])
})

test('the manifest of the program is the nearest above its main file that lists something', () => {
  const deep = path.join(folder, 'packages', 'api', 'dist')
  mkdirSync(deep, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{"dependencies":{"a":"1"}}')
  writeFileSync(path.join(deep, 'package.json'), '{"type":"commonjs"}')
  expect(listedByProgram(path.join(deep, 'main.js'))).toEqual(['a'])
})
