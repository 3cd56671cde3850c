import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openFiles } from '../src/platform/open-files.js'
import { allPieces } from './support/all-pieces.js'

test('what is open is told by what it has in common, most first; one path is told in full', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-fd-'))
  const targets = [
    ...Array<string>(3).fill('/srv/video.bin'),
    '/var/uploads/a.part',
    '/var/uploads/b.part',
    'socket:[4711]',
  ]
  try {
    targets.forEach((target, index) => {
      symlinkSync(target, path.join(folder, String(index)))
    })
    expect(allPieces(openFiles(folder)).result).toEqual([
      { what: 'file /srv/video.bin', count: 3 },
      { what: 'file /var/uploads/*.part', count: 2 },
      { what: 'socket', count: 1 },
    ])
    expect(allPieces(openFiles(path.join(folder, 'nowhere'))).result).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('many links are read in pieces', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-fd-'))
  try {
    for (let each = 0; each < 200; each += 1) symlinkSync('/srv/video.bin', path.join(folder, String(each)))
    const { result, pieces } = allPieces(openFiles(folder))
    expect(result).toEqual([{ what: 'file /srv/video.bin', count: 200 }])
    expect(pieces).toBe(4)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
