import type { MetricPoint, Sample, Sampler } from '@plimsoll/core'
import type { HeapSpace, ProcessReadings } from '../platform/process-readings.js'
import { type FamilyReader, gauge } from './family-reader.js'
import { oncePerTurn } from './once-per-turn.js'

type SpaceField = Exclude<keyof HeapSpace, 'space'>

/** `nodejs_*` under the names that dashboards know, from the newest sample wherever it has them. */
export function nodeFamilies(
  sampler: Pick<Sampler, 'latest'>,
  readings: ProcessReadings,
): readonly FamilyReader[] {
  const spaces = oncePerTurn(() => readings.heapSpaces() ?? [])
  const sampled = (read: (sample: Sample) => number | undefined) => () => read(sampler.latest)
  const space = (word: string, field: SpaceField): FamilyReader => ({
    name: `nodejs_heap_space_size_${word}_bytes`,
    help: `Size of a V8 heap space in bytes: ${word}.`,
    type: 'gauge',
    labelNames: ['space'],
    read: () => spaces().map((each) => ({ labels: { space: each.space }, value: each[field] })),
  })
  return [
    gauge(
      'nodejs_eventloop_lag_seconds',
      'Delay of the event loop in seconds that persists over several samples.',
      sampled((sample) => sample.eventLoopDelayMs / 1000),
    ),
    gauge(
      'nodejs_heap_size_total_bytes',
      'Heap that V8 has reserved, in bytes.',
      sampled((sample) => sample.heapTotalBytes),
    ),
    gauge(
      'nodejs_heap_size_used_bytes',
      'Heap in use, garbage included, in bytes.',
      sampled((sample) => sample.heapUsedBytes),
    ),
    gauge(
      'nodejs_external_memory_bytes',
      'Memory outside of the heap that objects hold, in bytes.',
      sampled((sample) => sample.externalBytes),
    ),
    space('total', 'totalBytes'),
    space('used', 'usedBytes'),
    space('available', 'availableBytes'),
    {
      name: 'nodejs_active_resources',
      help: 'What keeps the event loop alive, by kind.',
      type: 'gauge',
      labelNames: ['type'],
      read: () => countByType(readings.activeResources()),
    },
    {
      name: 'nodejs_version_info',
      help: 'Version of Node.js.',
      type: 'gauge',
      labelNames: ['version', 'major', 'minor', 'patch'],
      read: () => [versionPoint(readings.version)],
    },
  ]
}

function countByType(resources: readonly string[]): readonly MetricPoint[] {
  const counts = new Map<string, number>()
  for (const type of resources) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, value]) => ({ labels: { type }, value }))
}

function versionPoint(version: string): MetricPoint {
  const [major = '', minor = '', patch = ''] = version.replace(/^v/, '').split('.')
  return { labels: { version, major, minor, patch }, value: 1 }
}
