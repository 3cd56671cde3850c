import type { HeapFlags } from './heap-flags.js'
import { limitAdvice } from './limit-advice.js'

/** What the advisor judges; `runtimeFacts()` tells all of it but the two limits. */
export interface RuntimeFacts {
  readonly runtime: 'node' | 'bun' | 'deno'
  readonly isWorkerThread: boolean
  readonly flags: HeapFlags
  /** Whether this Node knows `--max-old-space-size-percentage`; Node 20 does not. */
  readonly knowsPercentageFlag: boolean
  readonly heapLimitBytes: number
  readonly containerLimitBytes?: number | undefined
  /**
   * Processes that share the container's limit.
   * @default 1
   */
  readonly workers?: number
  /** The user's cap on resident memory. */
  readonly limitBytes?: number | undefined
  readonly rssBytes?: number
}

/** One line for the log and for those who see health's details. */
export interface Advice {
  readonly code:
    | 'heap-limit-above-container'
    | 'heap-limit-below-container'
    | 'heap-limit-not-set'
    | 'limit-below-use'
    | 'worker-thread'
    | 'runtime-bun'
    | 'runtime-deno'
  readonly message: string
}

const MIB = 1_048_576

/** Above this share the kernel kills before V8 collects as hard as it can. */
const ABOVE_RATIO = 0.8
/** V8 by itself takes about half of a container, a quarter of a large one: the rest is paid for and unused. */
const UNSET_BELOW_RATIO = 0.6
/** Who set a limit may mean it, so it must be lower to be spoken of. */
const SET_BELOW_RATIO = 0.4
const RECOMMENDED_RATIO = 0.75
const RECOMMENDED_PERCENT = RECOMMENDED_RATIO * 100
/** Code, stacks, buffers and the runtime itself; more than the rest of 25 % in a small container. */
const OUTSIDE_THE_HEAP_MIB = 64
const SMALLEST_HEAP_MIB = 32
/** V8 takes no less by itself, however small the container: 259 to 268 MiB were measured from 128 MiB up. */
const V8_FLOOR_MIB = 270

/** Says what does not fit between V8's heap limit, the container and the runtime, and what to do about it. */
export function advise(facts: RuntimeFacts): Advice[] {
  if (facts.runtime !== 'node') return [unsupportedRuntime(facts.runtime), ...limitAdvice(facts)]
  const advice: Advice[] = [...(facts.isWorkerThread ? [WORKER_THREAD] : []), ...limitAdvice(facts)]
  const { containerLimitBytes } = facts
  if (containerLimitBytes === undefined || containerLimitBytes <= 0) return advice
  const shareBytes = containerLimitBytes / (facts.workers ?? 1)
  const ratio = facts.heapLimitBytes / shareBytes
  if (ratio > ABOVE_RATIO) advice.push(aboveContainer(facts, shareBytes))
  // A thread's share of the heap is the business of the program that starts it.
  const belowRatio = isSet(facts.flags) ? SET_BELOW_RATIO : UNSET_BELOW_RATIO
  if (ratio < belowRatio && ratio > 0 && !facts.isWorkerThread) advice.push(belowContainer(facts, shareBytes))
  return advice
}

function aboveContainer(facts: RuntimeFacts, shareBytes: number): Advice {
  const { heapLimitBytes, flags } = facts
  const floor =
    !isSet(flags) && heapLimitBytes <= V8_FLOOR_MIB * MIB
      ? ' V8 takes no less by itself in a small container.'
      : ''
  return {
    code: 'heap-limit-above-container',
    message:
      `V8 may grow its heap to ${mib(heapLimitBytes)} MiB, but ${limitWords(facts, shareBytes)}: the kernel would kill ` +
      `the process before V8 collects hard.${floor} ${remedy(facts, shareBytes)}`,
  }
}

function belowContainer(facts: RuntimeFacts, shareBytes: number): Advice {
  const { flags, heapLimitBytes } = facts
  return {
    code: isSet(flags) ? 'heap-limit-below-container' : 'heap-limit-not-set',
    message:
      `V8's heap ends at ${mib(heapLimitBytes)} MiB, though ${limitWords(facts, shareBytes)}: unless the program keeps ` +
      `much in buffers, the rest is never used. ${remedy(facts, shareBytes)}`,
  }
}

function limitWords({ workers = 1 }: RuntimeFacts, shareBytes: number): string {
  return workers === 1
    ? `the container is limited to ${mib(shareBytes)} MiB`
    : `each of ${workers} processes has ${mib(shareBytes)} MiB of the container`
}

/** Names the flag, with the number computed. */
function remedy(facts: RuntimeFacts, shareBytes: number): string {
  const share = mib(shareBytes)
  const heapMib = Math.max(
    SMALLEST_HEAP_MIB,
    Math.floor(Math.min(share * RECOMMENDED_RATIO, share - OUTSIDE_THE_HEAP_MIB)),
  )
  if (facts.isWorkerThread) {
    return `Start the worker with \`resourceLimits: { maxOldGenerationSizeMb: ${heapMib} }\`.`
  }
  const percent = Math.floor(RECOMMENDED_PERCENT / (facts.workers ?? 1))
  // A percentage leaves too little beside the heap in the smallest containers.
  const follows =
    facts.knowsPercentageFlag && heapMib >= Math.floor(share * RECOMMENDED_RATIO)
      ? `, or --max-old-space-size-percentage=${percent}, which follows the container`
      : ''
  return `Start node with --max-old-space-size=${heapMib}${follows}, on the command line or in NODE_OPTIONS.`
}

const WORKER_THREAD: Advice = {
  code: 'worker-thread',
  message:
    'Running in a worker thread: heap figures are those of the thread, resident memory and container those of the ' +
    'whole process, and garbage is not collected on demand.',
}

function unsupportedRuntime(runtime: 'bun' | 'deno'): Advice {
  const name = runtime === 'bun' ? 'Bun' : 'Deno'
  return {
    code: `runtime-${runtime}`,
    message:
      `Running on ${name}: garbage collections are not heard of and cannot be asked for, so the live heap is not ` +
      'known; what is left are the container, resident memory and the event loop.',
  }
}

function isSet(flags: HeapFlags): boolean {
  return flags.maxOldSpaceMib !== undefined || flags.maxOldSpacePercent !== undefined
}

const mib = (bytes: number): number => Math.round(bytes / MIB)
