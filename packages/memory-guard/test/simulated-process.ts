import { createSampler, type HeapProbe, type MemoryProbe, type Reading } from '@plimsoll/core'
import { createFakeClock, createFakeGc } from '@plimsoll/core/testing'
import type { AdmissionRequest, Shed } from '../src/admission.js'
import { createMemoryGuard } from '../src/create-memory-guard.js'
import type { MemoryGuardOptions } from '../src/guard-options.js'

export const MIB = 2 ** 20

export interface SimulatedOptions {
  readonly guard?: MemoryGuardOptions
  /** `undefined` for none. @default 256 MiB */
  readonly containerLimitBytes?: number | undefined
  /** The user's cap on resident memory. */
  readonly limitBytes?: number
  readonly workers?: number
  /** What V8 holds with nothing in flight. @default 10 MiB */
  readonly idleHeapBytes?: number
  /** Memory of the container beside V8's heap. @default 40 MiB */
  readonly nativeBytes?: number
  readonly pauseMs?: number
  readonly collectorAvailable?: boolean
  /** Whether freed pages go to a pool that no statistic of V8's shows, as from Node 22 on. */
  readonly poolsPages?: boolean
}

export interface SimulatedRequest extends Partial<AdmissionRequest> {
  /** What it keeps on the heap until it ends, garbage from then on. */
  readonly holdsBytes?: number
  readonly holdsForMs?: number
  /** How long after it was let in it allocates: an upload that is still coming in. */
  readonly allocatesAfterMs?: number
  /** How long after it was let in its client leaves; the handler goes on all the same. */
  readonly clientLeavesAfterMs?: number
}

/**
 * A process in a container, with a V8 that collects when it has doubled, and a kernel that would kill.
 *
 * Freed heap stays with the process as empty pages, as V8 keeps it: the working set does not fall.
 */
export class SimulatedProcess {
  readonly clock = createFakeClock()
  readonly gc
  readonly sampler
  readonly guard
  readonly errors: unknown[] = []
  /** Memory beside V8's heap: code, stacks, the rest of the container. */
  nativeBytes: number
  containerLimitBytes: number | undefined
  heldBytes = 0
  garbageBytes = 0
  heapLimitBytes = 2048 * MIB
  /** Whether V8 collects when the heap has doubled; far from its own limit it may see no reason to. */
  collectsByItself = true
  peakBytes = 0
  /** How busy the event loop says it was. */
  loopBusyRatio = 0.5
  /** How often somebody looked at memory between samples. */
  looks = 0
  readonly #idleHeapBytes: number
  readonly #poolsPages: boolean
  #freeBytes = 0
  #liveAtLastGcBytes: number

  constructor(options: SimulatedOptions = {}) {
    this.containerLimitBytes = 'containerLimitBytes' in options ? options.containerLimitBytes : 256 * MIB
    this.nativeBytes = options.nativeBytes ?? 40 * MIB
    this.#idleHeapBytes = options.idleHeapBytes ?? 10 * MIB
    this.#liveAtLastGcBytes = this.#idleHeapBytes
    this.#poolsPages = options.poolsPages ?? false
    this.gc = createFakeGc({
      pauseMs: options.pauseMs ?? 10,
      available: options.collectorAvailable ?? true,
      onCollect: () => this.#collect(),
      onRelease: () => {
        this.#freeBytes = 0
      },
    })
    const onError = (error: unknown): void => void this.errors.push(error)
    const { limitBytes, workers } = options
    this.sampler = createSampler(
      { ...(limitBytes !== undefined && { limitBytes }), ...(workers !== undefined && { workers }) },
      { clock: this.clock, gc: this.gc, readings: [this.#reading()], probe: this.#memoryProbe(), onError },
    )
    this.guard = createMemoryGuard(options.guard, {
      sampler: this.sampler,
      clock: this.clock,
      collector: this.gc,
      heap: this.heapProbe(),
      random: () => 0.5,
      onError,
    })
    this.guard.start()
  }

  get heapUsedBytes(): number {
    return this.#idleHeapBytes + this.heldBytes + this.garbageBytes
  }

  get usedBytes(): number {
    return this.nativeBytes + this.heapUsedBytes + this.#freeBytes
  }

  get inFlight(): number {
    return this.guard.stats.costs.reduce((sum, route) => sum + route.inFlight, 0)
  }

  /** A request arrives; `undefined` when it is let in, and then it lives its life. */
  arrive(request: SimulatedRequest = {}): Shed | undefined {
    const { holdsBytes = 0, holdsForMs = 100, allocatesAfterMs = 0, clientLeavesAfterMs, ...facts } = request
    const asked = { method: 'GET', path: '/', bodyBytes: 0, raw: request, ...facts }
    const verdict = this.guard.admit(asked)
    if (verdict.decision === 'shed') return verdict
    const allocate = (): void => this.#allocate(holdsBytes)
    if (allocatesAfterMs === 0) allocate()
    else this.clock.schedule(allocate, allocatesAfterMs)
    const response = { writableEnded: false }
    if (clientLeavesAfterMs !== undefined) {
      this.clock.schedule(() => this.guard.release(verdict.ticket, response), clientLeavesAfterMs)
    }
    this.clock.schedule(() => {
      response.writableEnded = true
      this.heldBytes -= holdsBytes
      this.garbageBytes += holdsBytes
      this.guard.release(verdict.ticket)
      this.guard.learnRoute(asked, verdict.ticket, undefined)
    }, allocatesAfterMs + holdsForMs)
    return undefined
  }

  /** Several at once; tells how many were let in. */
  burst(count: number, request: SimulatedRequest): number {
    let admitted = 0
    for (let i = 0; i < count; i += 1) if (this.arrive(request) === undefined) admitted += 1
    return admitted
  }

  /** Fills the container up to that share with garbage that nobody has collected yet. */
  litterTo(ratio: number): void {
    const inUseBytes = this.nativeBytes + this.heapUsedBytes
    const bytes = Math.max(0, ratio * (this.containerLimitBytes ?? 0) - inUseBytes)
    this.#allocate(bytes)
    this.heldBytes -= bytes
    this.garbageBytes += bytes
  }

  #allocate(bytes: number): void {
    const fresh = Math.max(0, bytes - this.#freeBytes)
    this.#freeBytes = Math.max(0, this.#freeBytes - bytes)
    this.heldBytes += bytes
    this.peakBytes = Math.max(this.peakBytes, this.usedBytes)
    const doubled = this.heapUsedBytes > Math.max(32 * MIB, 2 * this.#liveAtLastGcBytes)
    if (this.collectsByItself && fresh > 0 && doubled) {
      this.#collect()
      const heapUsedBytes = this.heapUsedBytes
      this.gc.emit({ startMs: this.clock.now(), durationMs: 5, heapUsedBytes, externalBytes: 0 })
    }
  }

  #collect(): void {
    this.#freeBytes += this.garbageBytes
    this.garbageBytes = 0
    this.#liveAtLastGcBytes = this.heapUsedBytes
  }

  #reading(): Reading {
    return {
      source: 'simulated',
      read: (draft) => {
        draft.rssBytes = this.usedBytes
        draft.heapUsedBytes = this.heapUsedBytes
        draft.heapLimitBytes = this.heapLimitBytes
        draft.containerUsedBytes = this.usedBytes
        draft.containerLimitBytes = this.containerLimitBytes
        draft.eventLoopUtilizationRatio = this.loopBusyRatio
      },
      close() {},
    }
  }

  #memoryProbe(): MemoryProbe {
    const probe: MemoryProbe = {
      containerUsedBytes: undefined,
      containerLimitBytes: undefined,
      rssBytes: 0,
      look: () => {
        this.looks += 1
        const limited = this.containerLimitBytes !== undefined
        probe.containerUsedBytes = limited ? this.usedBytes : undefined
        probe.containerLimitBytes = this.containerLimitBytes
        probe.rssBytes = this.usedBytes
      },
    }
    return probe
  }

  /** Another look at the same heap. */
  heapProbe(): HeapProbe {
    const probe: HeapProbe = {
      heapUsedBytes: 0,
      externalBytes: 0,
      heapFreeBytes: 0,
      heapLimitBytes: 0,
      look: () => {
        probe.heapUsedBytes = this.heapUsedBytes
        probe.heapFreeBytes = this.#poolsPages ? 0 : this.#freeBytes
        probe.heapLimitBytes = this.heapLimitBytes
      },
    }
    return probe
  }
}
