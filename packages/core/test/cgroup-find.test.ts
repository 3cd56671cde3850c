import { bindingLimits } from '../src/cgroup/binding-limits.js'
import { findCgroup } from '../src/cgroup/find-cgroup.js'
import { parseCgroupMounts } from '../src/cgroup/parse-mountinfo.js'
import { parseProcCgroup } from '../src/cgroup/parse-proc-cgroup.js'

const v1Mount = (root: string, mountPoint: string, controllers = 'memory') =>
  `35 31 0:32 ${root} ${mountPoint} rw,relatime shared:9 master:1 - cgroup cgroup rw,${controllers}`
const v2Mount = (root: string, mountPoint: string) =>
  `41 31 0:38 ${root} ${mountPoint} rw,relatime - cgroup2 cgroup2 rw,nsdelegate`

const folders = (controller: string, membership: string[], mounts: string[]) =>
  findCgroup(controller, membership.join('\n'), mounts.join('\n'))

describe('parsing', () => {
  test('/proc/self/cgroup: co-mounted controllers, named hierarchies, paths with colons, nonsense', () => {
    const text = '9:name=systemd:/\n3:cpu,cpuacct:/a\n0::/b:c/d\nnonsense\n4:memory\n'
    expect(parseProcCgroup(text)).toEqual([
      { controllers: ['name=systemd'], path: '/' },
      { controllers: ['cpu', 'cpuacct'], path: '/a' },
      { controllers: [], path: '/b:c/d' },
    ])
  })

  test('mountinfo: any number of optional fields, escaped blanks, other file systems left out', () => {
    const text = [
      '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755',
      '32 31 0:29 /a\\040b /mnt/c\\134d rw - cgroup cgroup rw,memory',
      v2Mount('/', '/sys/fs/cgroup/unified'),
      'garbage',
      '33 31 0:30 - cgroup cgroup rw',
    ].join('\n')
    expect(parseCgroupMounts(text)).toEqual([
      { version: 1, controllers: ['rw', 'memory'], root: '/a b', mountPoint: '/mnt/c\\d' },
      { version: 2, controllers: [], root: '/', mountPoint: '/sys/fs/cgroup/unified' },
    ])
  })
})

describe('findCgroup', () => {
  test('F04: hybrid: the v1 controller is found by its name, though a v2 hierarchy is mounted too', () => {
    const [first] = folders(
      'memory',
      ['4:memory:/pod/app', '1:cpu:/', '0::/'],
      [v2Mount('/', '/sys/fs/cgroup/unified'), v1Mount('/', '/sys/fs/cgroup/memory')],
    )
    expect(first).toEqual({
      version: 1,
      folders: ['/sys/fs/cgroup/memory/pod/app', '/sys/fs/cgroup/memory/pod', '/sys/fs/cgroup/memory'],
    })
  })

  test('F04: hybrid with the memory controller on v2', () => {
    const [first] = folders(
      'memory',
      ['1:cpu:/', '0::/app'],
      [v1Mount('/', '/sys/fs/cgroup/cpu', 'cpu'), v2Mount('/', '/sys/fs/cgroup/unified')],
    )
    expect(first).toEqual({
      version: 2,
      folders: ['/sys/fs/cgroup/unified/app', '/sys/fs/cgroup/unified'],
    })
  })

  test('a v1 container sees its group as the root of the mount and the outer path as its own', () => {
    const [first] = folders(
      'memory',
      ['4:memory:/docker/abc'],
      [v1Mount('/docker/abc', '/sys/fs/cgroup/memory')],
    )
    expect(first).toEqual({ version: 1, folders: ['/sys/fs/cgroup/memory'] })
  })

  test('a group below the mounted one, and a name that only begins like it', () => {
    const mounts = [v1Mount('/docker/abc', '/sys/fs/cgroup/memory')]
    expect(folders('memory', ['4:memory:/docker/abc/child'], mounts)[0]?.folders).toEqual([
      '/sys/fs/cgroup/memory/child',
      '/sys/fs/cgroup/memory',
    ])
    expect(folders('memory', ['4:memory:/docker/abcdef'], mounts)[0]?.folders).toEqual([
      '/sys/fs/cgroup/memory',
    ])
  })

  test('outside the cgroup namespace of the reader, the mount point is the best guess', () => {
    for (const path of ['/../other', '/..']) {
      expect(folders('memory', [`0::${path}`], [v2Mount('/', '/sys/fs/cgroup')])).toEqual([
        { version: 2, folders: ['/sys/fs/cgroup'] },
      ])
    }
    expect(folders('memory', ['0::/'], [v2Mount('/../..', '/sys/fs/cgroup')])).toEqual([
      { version: 2, folders: ['/sys/fs/cgroup'] },
    ])
  })

  test('nothing where nothing is mounted or told, and no endless way up', () => {
    expect(folders('memory', ['0::/a'], [])).toEqual([])
    expect(folders('memory', [], [v2Mount('/', '/sys/fs/cgroup')])).toEqual([])
    const deep = folders('memory', [`0::${'/x'.repeat(500)}`], [v2Mount('/', '/sys/fs/cgroup')])
    expect(deep[0]?.folders.length).toBeLessThanOrEqual(17)
  })
})

describe('bindingLimits', () => {
  const HOST = 1000
  const pod = { name: 'pod', limitBytes: 400 }
  const app = { name: 'app', limitBytes: 300 }
  const free = { name: 'free', limitBytes: undefined }
  const told = (levels: { name: string; limitBytes: number | undefined }[], hierarchical = -1) =>
    bindingLimits(levels, hierarchical, HOST).map(({ level, limitBytes }) => `${level.name} ${limitBytes}`)

  test('F04: every level that has a limit binds, the others do not', () => {
    expect(told([app, free, pod])).toEqual(['app 300', 'pod 400'])
    expect(told([free])).toEqual([])
    expect(told([])).toEqual([])
  })

  test('F04: a lower limit out of sight counts against the topmost group in sight', () => {
    expect(told([app, free], 200)).toEqual(['app 300', 'free 200'])
    expect(told([free], 200)).toEqual(['free 200'])
  })

  test('the sentinel of v1 is no limit, and neither is one that v1 does not pass on to its children', () => {
    expect(told([free], 9.2e18)).toEqual([])
    expect(told([app, free, { name: 'aloof', limitBytes: 100 }], 300)).toEqual(['app 300'])
  })
})
