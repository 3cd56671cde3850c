import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { advise } from '@plimsoll/core'
import { createRecordingLogger } from '@plimsoll/core/testing'
import { resolveHealthOptions } from '@plimsoll/health'
import { resolveRollingRestartOptions } from '@plimsoll/lifecycle'
import { parseAllDocuments } from 'yaml'
import { LONGEST_MARGIN_MS } from '../../../packages/lifecycle/src/cluster/retire.js'
import { resolveShutdownOptions } from '../../../packages/lifecycle/src/shutdown-options.js'
import { defaultDelayMs } from '../../../packages/lifecycle/src/supervisors/kubernetes.js'
import { announceToPm2 } from '../../../packages/lifecycle/src/supervisors/pm2.js'

const folder = path.join(__dirname, '..', '..', '..', 'examples', 'deploy')
const read = (...names: string[]): string => readFileSync(path.join(folder, ...names), 'utf8')

const MIB = 1_048_576
const heapOf = (flags: string): number => Number(/--max-old-space-size=(\d+)/.exec(flags)?.[1])
/** What core says about a heap limit in a container; nothing, when they fit. */
const adviceOn = (heapMib: number, containerMib: number, workers = 1) =>
  advise({
    runtime: 'node',
    isWorkerThread: false,
    flags: { maxOldSpaceMib: heapMib },
    knowsPercentageFlag: true,
    heapLimitBytes: heapMib * MIB,
    containerLimitBytes: containerMib * MIB,
    workers,
  })

describe('examples/deploy/kubernetes', () => {
  const [deployment, service, budget] = parseAllDocuments(read('kubernetes', 'shop.yaml')).map((each) =>
    each.toJS(),
  )
  const pod = deployment.spec.template.spec
  const [container] = pod.containers
  const env = Object.fromEntries(
    container.env.map(({ name, value }: Record<string, string>) => [name, value]),
  )
  const delayMs = defaultDelayMs({
    env: (name) => (name === 'KUBERNETES_SERVICE_HOST' ? '10.0.0.1' : undefined),
  })
  const { drainTimeoutMs, preStopDelayMs } = resolveShutdownOptions(undefined, delayMs)
  const preStopMs = container.lifecycle.preStop.sleep.seconds * 1000

  test('the probes ask where health answers by default, on the port of the server', () => {
    const { paths } = resolveHealthOptions()
    expect(container.livenessProbe.httpGet.path).toBe(paths.livez)
    expect(container.readinessProbe.httpGet.path).toBe(paths.readyz)
    expect(container.startupProbe.httpGet.path).toBe(paths.startupz)
    const [{ name, containerPort }] = container.ports
    expect(env.PORT).toBe(String(containerPort))
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      expect(container[probe].httpGet.port).toBe(name)
    }
    expect(service.spec.ports[0].targetPort).toBe(name)
    expect(env.HOST).toBe('0.0.0.0')
  })

  test('the kubelet waits longer than the sleep before and all of the drain', () => {
    expect(preStopMs + drainTimeoutMs).toBeLessThan(pod.terminationGracePeriodSeconds * 1000)
    expect(preStopDelayMs).toBe(5000)
  })

  test('unreadiness is noticed while the process still serves everybody', () => {
    const { periodSeconds, failureThreshold } = container.readinessProbe
    expect(periodSeconds * failureThreshold * 1000).toBeLessThan(preStopDelayMs)
  })

  test('no pod is taken away before another one is ready', () => {
    expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 })
    expect(budget.spec.selector).toEqual(deployment.spec.selector)
    expect(service.spec.selector).toEqual(deployment.spec.selector.matchLabels)
    expect(deployment.spec.template.metadata.labels).toEqual(service.spec.selector)
  })

  test("V8's limit fits into the container's", () => {
    const limitMib = Number.parseInt(container.resources.limits.memory, 10)
    expect(container.resources.requests.memory).toBe(container.resources.limits.memory)
    expect(adviceOn(heapOf(env.NODE_OPTIONS), limitMib)).toEqual([])
    expect(adviceOn(2 * heapOf(env.NODE_OPTIONS), limitMib)).not.toEqual([])
  })

  test('the image starts node itself, so that it gets the signals', () => {
    expect(JSON.parse(/^CMD (.*)$/m.exec(read('Dockerfile'))?.[1] ?? '')).toEqual(['node', 'server.js'])
  })
})

describe('examples/deploy/systemd', () => {
  const unit = read('systemd', 'shop.service')
  const setting = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1]
  const { drainTimeoutMs } = resolveShutdownOptions(undefined, 0)

  test('waits longer than the workers and their primary may take', () => {
    expect(drainTimeoutMs + LONGEST_MARGIN_MS).toBeLessThan(Number(setting('TimeoutStopSec')) * 1000)
    // Signals go to the primary; workers would otherwise be asked twice.
    expect(setting('KillMode')).toBe('mixed')
    expect(resolveRollingRestartOptions().signals).toContain('SIGTERM')
  })

  test('reloads by the signal that the cluster listens to', () => {
    const signal = /restartSignal: '(\w+)'/.exec(read('cluster.js'))?.[1]
    expect(setting('ExecReload')).toBe(`/bin/kill -${signal?.replace('SIG', '')} $MAINPID`)
  })

  test("V8's limit fits into each worker's share", () => {
    const workers = Number(/WORKERS=(\d+)/.exec(unit)?.[1])
    const limitMib = Number.parseInt(setting('MemoryMax') ?? '', 10) * 1024
    expect(adviceOn(heapOf(unit), limitMib, workers)).toEqual([])
    expect(setting('OOMPolicy')).toBe('continue')
  })

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0 ? test : test.skip
  analyze('systemd has nothing to say about it', () => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'plimsoll-unit-'))
    const file = path.join(scratch, 'shop.service')
    writeFileSync(file, unit.replace('/usr/bin/node', process.execPath))
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
    expect({ status, stderr: stderr.split('\n').filter((line) => line.includes(file)) }).toEqual({
      status: 0,
      stderr: [],
    })
  })
})

describe('examples/deploy/pm2', () => {
  const config = path.join(folder, 'pm2', 'ecosystem.config.cjs')
  const [app] = JSON.parse(
    execFileSync(process.execPath, ['-p', `JSON.stringify(require(${JSON.stringify(config)}).apps)`], {
      encoding: 'utf8',
    }),
  )
  const resolved = resolveShutdownOptions(undefined, 0)

  /** What is said at the start of a process that PM2 has told these settings. */
  const warningsOn = (settings: Record<string, unknown>, startMs = 800): readonly string[] => {
    const logger = createRecordingLogger()
    const told: Record<string, unknown> = { pm_id: 0, ...settings }
    const env = (name: string) => (told[name] === undefined ? undefined : String(told[name]))
    const ports = { process: { env, send: () => true }, logger, uptimeMs: () => startMs }
    announceToPm2([], resolved, ports).close()
    return logger.messages()
  }

  test('F84: nothing in it is too short, and leaving any of it out is told at run time', () => {
    expect(warningsOn(app)).toEqual([])
    expect(warningsOn({ ...app, kill_timeout: undefined })).toEqual([expect.stringMatching(/kill_timeout/)])
    expect(warningsOn({ ...app, kill_timeout: resolved.drainTimeoutMs })).toEqual([
      expect.stringMatching(/kill_timeout/),
    ])
    expect(warningsOn({ ...app, wait_ready: undefined })).toEqual([expect.stringMatching(/wait_ready/)])
    expect(warningsOn(app, 20_000)).toEqual([])
    expect(warningsOn({ ...app, listen_timeout: undefined }, 3400)).toEqual([
      expect.stringMatching(/listened 3400 ms after its start.*3000 ms.*listen_timeout to at least 7000/),
    ])
  })

  test('kill_timeout is longer than a drain, listen_timeout than a start may take elsewhere', () => {
    expect(app.kill_timeout).toBeGreaterThan(resolved.drainTimeoutMs)
    expect(app.listen_timeout).toBeGreaterThanOrEqual(resolveRollingRestartOptions().readyTimeoutMs)
    expect(app.wait_ready).toBe(true)
    expect(existsSync(path.join(path.dirname(config), app.script))).toBe(true)
  })
})
