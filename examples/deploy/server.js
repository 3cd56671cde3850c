// One process that serves: a container in Kubernetes, a process under PM2, or a worker of cluster.js.
import { plimsoll } from '@plimsoll/express'
import { gracefulShutdown, plannedRestart } from '@plimsoll/lifecycle'
import express from 'express'

const app = express()
const suite = plimsoll()
app.use(suite)
app.get('/', (_req, res) => res.send('above the line\n'))

const server = app.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? '127.0.0.1')
suite.attach(server)

const shutdown = gracefulShutdown(server)
// Whatever the process has open beside its server: a pool of connections, a queue, a buffer that is not written.
shutdown.onShutdown(() => suite.close(), { name: 'suite' })
// A day old, or a leak that is confirmed: drained, and started anew by whoever runs this.
plannedRestart({ health: suite.health, shutdown })
