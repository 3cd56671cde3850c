import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readMemoryHeadroom } from '../../src/platform/memory-headroom.js'

const MB = 1_048_576
let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'plimsoll-headroom-'))
  file('/proc/meminfo', `MemTotal: 16000000 kB\nMemAvailable: ${8 * 1024 * 1024} kB\n`)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function file(name: string, content: string): void {
  mkdirSync(path.join(root, path.dirname(name)), { recursive: true })
  writeFileSync(path.join(root, name), content)
}

function group(version: 1 | 2, folder: string, limit: string, usageMb: number, reclaimableMb: number): void {
  const names =
    version === 1 ? ['memory.limit_in_bytes', 'memory.usage_in_bytes'] : ['memory.max', 'memory.current']
  const key = version === 1 ? 'total_inactive_file' : 'inactive_file'
  file(`${folder}/${names[0]}`, `${limit}\n`)
  file(`${folder}/${names[1]}`, `${usageMb * MB}\n`)
  file(`${folder}/memory.stat`, `anon 1\n${key} ${reclaimableMb * MB}\nother 2\n`)
}

test('cgroup v1: the limit less the working set', () => {
  file('/proc/self/cgroup', '4:memory:/pod/c\n')
  file('/proc/self/mountinfo', '31 23 0:26 / /cg rw - cgroup cgroup rw,memory\n')
  group(1, '/cg', '9223372036854771712', 4000, 0)
  group(1, '/cg/pod', String(600 * MB), 300, 100)
  group(1, '/cg/pod/c', '9223372036854771712', 200, 100)
  expect(readMemoryHeadroom(root)).toEqual({ availableBytes: 400 * MB, limitedBy: 'container' })
})

test('cgroup v2: the least that any group above leaves', () => {
  file('/proc/self/cgroup', '0::/pod/c\n')
  file('/proc/self/mountinfo', '31 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n')
  group(2, '/cg/pod', String(1000 * MB), 900, 0)
  group(2, '/cg/pod/c', String(500 * MB), 300, 50)
  expect(readMemoryHeadroom(root)).toEqual({ availableBytes: 100 * MB, limitedBy: 'container' })
})

test('a group that is over its limit leaves nothing', () => {
  file('/proc/self/cgroup', '0::/\n')
  file('/proc/self/mountinfo', '31 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n')
  group(2, '/cg', String(100 * MB), 120, 0)
  expect(readMemoryHeadroom(root)).toEqual({ availableBytes: 0, limitedBy: 'container' })
})

test.each([
  ['no limit', () => group(2, '/cg', 'max', 100, 0)],
  ['no such files', () => undefined],
])('with %s it is what the host has', (_, prepare) => {
  file('/proc/self/cgroup', '0::/\n')
  file('/proc/self/mountinfo', '31 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n')
  prepare()
  expect(readMemoryHeadroom(root)).toEqual({ availableBytes: 8192 * MB, limitedBy: 'host' })
})

test('outside of Linux it is what the operating system says is free', () => {
  const { availableBytes, limitedBy } = readMemoryHeadroom(path.join(root, 'nowhere'))
  expect(limitedBy).toBe('host')
  expect(availableBytes).toBeGreaterThan(0)
})
