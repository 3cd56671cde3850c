import {
  askBoard,
  type Closeable,
  closeable,
  countError,
  type HealthReport,
  isDraining,
  board as processBoard,
  safeOnError,
} from '@plimsoll/core'
import { healthBody } from './body/health-body.js'
import type { HealthFacts } from './body/health-facts.js'
import { ietfBody } from './body/ietf-body.js'
import { notesOf } from './body/notes.js'
import { CheckSet } from './checks/check-set.js'
import type { Health, HealthAnswer, HealthDependencies, Probe } from './health.js'
import { healthMetrics } from './health-metrics.js'
import { type HealthOptions, resolveHealthOptions } from './health-options.js'
import { worstStatus } from './health-status.js'
import { processFacts as thisProcess } from './platform/process-facts.js'
import { escalateLeak } from './reasons/escalate-leak.js'
import { failedChecks, warningChecks } from './reasons/failed-checks.js'
import { LimitChanged } from './reasons/limit-changed.js'
import { maxUptime } from './reasons/max-uptime.js'
import { memoryCritical } from './reasons/memory-critical.js'
import type { ReasonSource } from './reasons/reason-source.js'
import { samplerFailing } from './reasons/sampler-failing.js'
import { Startup } from './startup.js'

const DRAINING: HealthReport = {
  status: 'draining',
  code: 'draining',
  message: 'The process finishes what it has begun and takes no new connections',
}

const OK: Probe = { ok: true }

/** Makes the health of this process. It starts nothing; see {@link Health.start}. */
export function createHealth(options: HealthOptions | undefined, dependencies: HealthDependencies): Health {
  const resolved = resolveHealthOptions(options)
  const { sampler, clock, random = Math.random, processFacts = thisProcess } = dependencies
  const board = dependencies.board ?? processBoard()
  const onError = safeOnError(dependencies.onError ?? countError)
  const checks = new CheckSet(
    resolved.checks,
    { timeoutMs: resolved.checkTimeoutMs, cacheMs: resolved.checkCacheMs },
    clock,
    onError,
  )
  const limitChanged = new LimitChanged(sampler)
  const startup = new Startup(resolved.readyOnListen)
  const sources: readonly ReasonSource[] = [
    maxUptime(resolved, processFacts.uptimeMs, random),
    limitChanged.source,
    memoryCritical(sampler),
    samplerFailing(sampler),
    failedChecks(checks),
    warningChecks(checks),
  ]
  let started: readonly Closeable[] = []

  const draining = (): boolean => isDraining(onError, board)

  const reasons = (): readonly HealthReport[] => {
    const own = sources.map((source) => source()).filter((report) => report !== undefined)
    const reported = askBoard('health', onError, board)
      .flatMap((reports) => reports ?? [])
      .map((report) => escalateLeak(report, resolved.restartOnLeakWithinSeconds))
    // Whoever drains may have reported it in words of its own.
    const told = reported.some(({ code }) => code === DRAINING.code)
    return [...(draining() && !told ? [DRAINING] : []), ...own, ...reported]
  }

  const facts = (): HealthFacts => {
    const why = reasons()
    const status = worstStatus(why)
    return {
      status,
      statusCode: resolved.statusCodes[status],
      reasons: why,
      uptimeSeconds: Math.floor(processFacts.uptimeMs() / 1000),
      pressure: sampler.pressure,
      sample: sampler.latest,
      checks: checks.outcomes,
      notes: notesOf(board, processFacts),
    }
  }

  const answer = <Body>(
    toBody: (facts: HealthFacts, detailed: boolean) => Body,
    detailed: boolean,
  ): HealthAnswer<Body> | Promise<HealthAnswer<Body>> => {
    const make = (): HealthAnswer<Body> => {
      const known = facts()
      return { statusCode: known.statusCode, body: toBody(known, detailed) }
    }
    const running = checks.refresh()
    return running === undefined ? make() : running.then(make)
  }

  const { close, [Symbol.dispose]: dispose } = closeable(() => {
    for (const each of started) each.close()
  })

  return {
    options: resolved,
    get status() {
      return worstStatus(reasons())
    },
    get reasons() {
      return reasons()
    },
    livez: OK,
    get readyz(): Probe {
      if (draining()) return { ok: false, reason: 'draining' }
      if (!startup.started) return { ok: false, reason: 'starting' }
      const short = resolved.unreadyOnPressure && sampler.pressure.level === 'critical'
      return short ? { ok: false, reason: 'memory-critical' } : OK
    },
    get startupz(): Probe {
      return startup.started ? OK : { ok: false, reason: 'starting' }
    },
    start() {
      if (started.length > 0) return
      started = [
        sampler.onLimitChange((change) => limitChanged.onChange(change)),
        board.put('metrics', () => healthMetrics(reasons())),
      ]
    },
    markReady: () => startup.markReady(),
    listening: () => startup.listening(),
    read: (detailed) => answer(healthBody, detailed),
    readIetf: (detailed) => answer(ietfBody, detailed),
    close,
    [Symbol.dispose]: dispose,
  }
}
