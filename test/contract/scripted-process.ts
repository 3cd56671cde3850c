import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'

// Far above what the process that runs the tests uses itself: next to these its own heap is nothing.
const TIB = 2 ** 40

export type Scene =
  /** Nothing is short. */
  | 'calm'
  /** The container is full: nothing fits. */
  | 'full'
  /** The heap is nearly all held: only critical requests are served. */
  | 'critical'
  /** The heap is all held: nobody is served. */
  | 'emergency'

const SCENES: Readonly<Record<Scene, { readonly container: number; readonly heap: number }>> = {
  calm: { container: 0.2, heap: 0.2 },
  full: { container: 0.999, heap: 0.2 },
  critical: { container: 0.2, heap: 0.94 },
  emergency: { container: 0.2, heap: 0.99 },
}

/** A process whose memory is written by the test; the sampler over it is for `plimsoll({ sampler })`. */
export function scriptedProcess() {
  const clock = createFakeClock()
  const gc = createFakeGc()
  const readings = createScriptedReadings()
  const probe = createFakeProbe()
  const sampler = createSampler({}, { clock, gc, readings: [readings], probe, onError: () => {} })
  const set = (scene: Scene): void => {
    const { container, heap } = SCENES[scene]
    const memory = {
      containerUsedBytes: container * TIB,
      containerLimitBytes: TIB,
      rssBytes: container * TIB,
    }
    probe.set(memory)
    probe.look()
    readings.set({
      ...memory,
      heapUsedBytes: heap * TIB,
      heapLimitBytes: TIB,
      eventLoopUtilizationRatio: 0.3,
    })
  }
  set('calm')
  return {
    clock,
    gc,
    readings,
    sampler,
    /** Changes the scene, and lets a minute pass, so that a level may fall. */
    turn(scene: Scene): void {
      set(scene)
      clock.advance(60_000)
      sampler.noteLiveHeap()
    },
  }
}
