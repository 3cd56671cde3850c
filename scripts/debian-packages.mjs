/** What tests need from Debian beside Node. Each test that needs a command leaves itself out without it. */
export const debianPackages = [
  {
    package: 'prometheus',
    command: 'promtool',
    neededBy: 'those that have promtool judge /metrics and the shipped rules',
  },
  {
    package: 'redis-server',
    command: 'redis-server',
    neededBy: 'those of the lease by which replicas take turns to restart',
  },
]
