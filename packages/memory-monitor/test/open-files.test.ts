import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openFiles } from '../src/platform/open-files.js'

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
    expect(openFiles(folder)).toEqual([
      { what: 'file /srv/video.bin', count: 3 },
      { what: 'file /var/uploads/*.part', count: 2 },
      { what: 'socket', count: 1 },
    ])
    expect(openFiles(path.join(folder, 'nowhere'))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
