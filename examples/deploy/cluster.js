// Several processes on one port, on a machine with more than one core: `kill -HUP` replaces them one by one.
import cluster from 'node:cluster'
import { availableParallelism } from 'node:os'
import { rollingRestart } from '@plimsoll/lifecycle'

if (cluster.isPrimary) {
  const workers = Number(process.env.WORKERS ?? availableParallelism())
  rollingRestart(cluster, { workers, restartSignal: 'SIGHUP' })
} else {
  await import('./server.js')
}
