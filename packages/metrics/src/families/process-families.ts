import type { Sample, Sampler } from '@plimsoll/core'
import type { ProcessReadings } from '../platform/process-readings.js'
import { counter, type FamilyReader, gauge } from './family-reader.js'
import { oncePerTurn } from './once-per-turn.js'

/** `process_*` under the names that dashboards know. */
export function processFamilies(
  sampler: Pick<Sampler, 'latest'>,
  readings: ProcessReadings,
): readonly FamilyReader[] {
  const cpu = oncePerTurn(() => readings.cpuSeconds())
  const map = oncePerTurn(() => readings.memoryMap())
  const sampled = (read: (sample: Sample) => number | undefined) => () => read(sampler.latest)
  return [
    counter('process_cpu_user_seconds_total', 'User CPU time spent in seconds.', () => cpu().user),
    counter('process_cpu_system_seconds_total', 'System CPU time spent in seconds.', () => cpu().system),
    counter('process_cpu_seconds_total', 'User and system CPU time spent in seconds.', () => {
      const { user, system } = cpu()
      return user + system
    }),
    gauge(
      'process_start_time_seconds',
      'Start time of the process in seconds since the Unix epoch.',
      () => readings.startTimeSeconds,
    ),
    gauge(
      'process_resident_memory_bytes',
      'Resident memory in bytes.',
      sampled((sample) => sample.rssBytes),
    ),
    gauge('process_virtual_memory_bytes', 'Virtual memory in bytes.', () => map()?.virtualBytes),
    gauge('process_heap_bytes', 'Data segment of the process in bytes.', () => map()?.dataBytes),
    gauge(
      'process_open_fds',
      'Open file descriptors.',
      sampled((sample) => sample.openDescriptors),
    ),
    gauge(
      'process_max_fds',
      'File descriptors that may be open at once.',
      sampled((sample) => sample.maxDescriptors),
    ),
  ]
}
