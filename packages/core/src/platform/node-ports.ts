import type { SamplerPorts } from '../sampler-ports.js'
import { cgroupMemory } from './cgroup-memory-reading.js'
import { cpuThrottleReading } from './cpu-throttle-reading.js'
import { descriptorsReading } from './descriptors-reading.js'
import { eventLoopReading } from './event-loop-reading.js'
import { gcObserver } from './gc-observer.js'
import { hostMemoryReading } from './host-memory-reading.js'
import { memoryProbe } from './memory-probe.js'
import { nodeClock } from './node-clock.js'
import { pressureStallReading } from './pressure-stall-reading.js'
import { processMemoryReading } from './process-memory-reading.js'
import { residentMemory } from './resident-memory.js'

/** The ports of a real process: its clock, its collector, and every reading this machine has. */
export function nodePorts(cgroupRoot: string | undefined): Omit<SamplerPorts, 'onError'> {
  const cgroup = cgroupMemory({ cgroupRoot })
  const resident = residentMemory()
  return {
    clock: nodeClock,
    gc: gcObserver(),
    problems: () => (cgroup.problem === undefined ? [] : [cgroup.problem]),
    probe: memoryProbe(cgroup, resident),
    readings: [
      processMemoryReading(resident),
      cgroup,
      hostMemoryReading(),
      eventLoopReading(),
      pressureStallReading({ cgroupRoot }),
      cpuThrottleReading({ cgroupRoot }),
      descriptorsReading(),
    ],
  }
}
