import { memoryGroups } from '../../src/live/memory-groups.js'

const mount = (root: string, point: string, type: string, options: string) =>
  `31 23 0:26 ${root} ${point} rw,nosuid - ${type} ${type} ${options}`

test('v1: from the process’s own group up to the mount', () => {
  const mounts = [
    mount('/', '/sys/fs/cgroup/cpu', 'cgroup', 'rw,cpu'),
    mount('/', '/sys/fs/cgroup/memory', 'cgroup', 'rw,memory'),
  ].join('\n')
  const [first] = memoryGroups('4:memory:/kubepods/pod1/c1\n3:cpu,cpuacct:/x\n', mounts)
  const memory = '/sys/fs/cgroup/memory'
  expect(first).toEqual({
    version: 1,
    folders: [`${memory}/kubepods/pod1/c1`, `${memory}/kubepods/pod1`, `${memory}/kubepods`, memory],
  })
})

test('v2: a container sees its own group as the root of the mount', () => {
  const groups = memoryGroups('0::/\n', mount('/', '/sys/fs/cgroup', 'cgroup2', 'rw'))
  expect(groups[0]).toEqual({ version: 2, folders: ['/sys/fs/cgroup'] })
})

test('a path of the host that the mount does not show leads to the mount itself', () => {
  const mounts = mount('/docker/1f', '/sys/fs/cgroup/memory', 'cgroup', 'rw,memory')
  expect(memoryGroups('4:memory:/docker/1f', mounts)[0]?.folders).toEqual(['/sys/fs/cgroup/memory'])
  expect(memoryGroups('4:memory:/other', mounts)[0]?.folders).toEqual(['/sys/fs/cgroup/memory'])
  expect(memoryGroups('4:memory:/../x', mounts)[0]?.folders).toEqual(['/sys/fs/cgroup/memory'])
})

test('blanks in a mount point are told in octal', () => {
  const mounts = mount('/', '/sys\\040fs/cgroup', 'cgroup2', 'rw')
  expect(memoryGroups('0::/a', mounts)[0]?.folders).toEqual(['/sys fs/cgroup/a', '/sys fs/cgroup'])
})

test('without the controller there is none', () => {
  expect(memoryGroups('', '')).toEqual([])
  expect(memoryGroups('3:cpu:/x', mount('/', '/sys/fs/cgroup/cpu', 'cgroup', 'rw,cpu'))).toEqual([])
})
