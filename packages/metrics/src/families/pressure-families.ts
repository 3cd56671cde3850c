import type { MetricPoint, Sampler } from '@plimsoll/core'
import { counter, type FamilyReader, gauge } from './family-reader.js'

type SignalField = 'ratio' | 'usedBytes' | 'limitBytes'

/** What the sampler makes of the process: signals, pressure, and how well it can see. */
export function pressureFamilies(
  sampler: Pick<Sampler, 'latest' | 'signals' | 'stats'>,
): readonly FamilyReader[] {
  const bySignal = (name: string, help: string, field: SignalField): FamilyReader => ({
    name,
    help,
    type: 'gauge',
    labelNames: ['signal'],
    read: () => signalPoints(sampler, field),
  })
  return [
    bySignal('plimsoll_pressure_ratio', 'How near a signal is to its limit: 1 is at the limit.', 'ratio'),
    bySignal('plimsoll_used_bytes', 'Memory in use that counts against the limit of a signal.', 'usedBytes'),
    bySignal('plimsoll_limit_bytes', 'The limit of a signal.', 'limitBytes'),
    gauge(
      'plimsoll_live_heap_bytes',
      'Heap after the last major collection: what is really held.',
      () => sampler.latest.liveHeapBytes,
    ),
    gauge(
      'plimsoll_gc_time_ratio',
      'Share of time spent in garbage collection over the last seconds.',
      () => sampler.latest.gcTimeRatio,
    ),
    gauge(
      'plimsoll_event_loop_utilization_ratio',
      'Share of time the event loop was busy between the last two samples.',
      () => sampler.latest.eventLoopUtilizationRatio,
    ),
    {
      name: 'plimsoll_sample_failures_total',
      help: 'Readings that failed, by source.',
      type: 'counter',
      labelNames: ['source'],
      read: () => [...sampler.stats.failures].map(([source, value]) => ({ labels: { source }, value })),
    },
    counter(
      'plimsoll_samples_skipped_total',
      'Samples left out because the one before took longer than the interval.',
      () => sampler.stats.skipped,
    ),
  ]
}

function signalPoints(sampler: Pick<Sampler, 'signals'>, field: SignalField): readonly MetricPoint[] {
  const points: MetricPoint[] = []
  for (const [signal, state] of sampler.signals) {
    const value = state[field]
    if (value !== undefined) points.push({ labels: { signal }, value })
  }
  return points
}
