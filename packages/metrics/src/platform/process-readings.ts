import { readFileSync } from 'node:fs'
import { getHeapSpaceStatistics } from 'node:v8'

/** One space of V8's heap. */
export interface HeapSpace {
  /** `old`, `new`, `code`, … */
  readonly space: string
  readonly totalBytes: number
  readonly usedBytes: number
  readonly availableBytes: number
}

/** What a scrape reads that no sample holds. Each costs microseconds, and nothing between two scrapes. */
export interface ProcessReadings {
  readonly startTimeSeconds: number
  /** Node's version, e.g. `v20.20.2`. */
  readonly version: string
  cpuSeconds(): { readonly user: number; readonly system: number }
  /** Virtual memory and data segment; `undefined` where there is no /proc. */
  memoryMap(): { readonly virtualBytes: number; readonly dataBytes: number } | undefined
  /** `undefined` where V8 does not tell (Bun). */
  heapSpaces(): readonly HeapSpace[] | undefined
  /** Kinds of what keeps the event loop alive, one entry each. */
  activeResources(): readonly string[]
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const kibibytes = (status: string, field: string): number =>
  Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024

/** The readings of this process. */
export const processReadings: ProcessReadings = {
  startTimeSeconds: Date.now() / 1000 - process.uptime(),
  version: process.version,
  cpuSeconds() {
    const { user, system } = process.cpuUsage()
    return { user: user / 1e6, system: system / 1e6 }
  },
  memoryMap: () =>
    attempt(() => {
      const status = readFileSync('/proc/self/status', 'utf8')
      return { virtualBytes: kibibytes(status, 'VmSize'), dataBytes: kibibytes(status, 'VmData') }
    }),
  heapSpaces: () =>
    attempt(() =>
      getHeapSpaceStatistics().map((info) => ({
        space: info.space_name.replace(/_space$/, ''),
        totalBytes: info.space_size,
        usedBytes: info.space_used_size,
        availableBytes: info.space_available_size,
      })),
    ),
  activeResources: () => attempt(() => process.getActiveResourcesInfo()) ?? [],
}
