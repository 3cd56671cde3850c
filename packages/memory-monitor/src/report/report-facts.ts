import type { Sample, Sampler } from '@plimsoll/core'
import type { Evidence } from '../confirm/exact-point.js'
import type { Investigation } from '../confirm/investigation.js'
import type { AllocatorWords } from '../naming/allocators.js'
import type { AllocationSampling } from '../platform/allocation-sampling.js'
import type { OpenGroup } from '../platform/open-files.js'
import { routesByHandler } from '../routes/handler-routes.js'
import type { LimitFacts } from './limits.js'

/** What reports are made of, besides the verdict. */
export interface ReportFacts extends AllocatorWords {
  readonly evidence: Evidence
  readonly sample: Sample
  /** What the process has open, piece by piece; asked only for descriptors. */
  readonly openFiles: () => Generator<void, readonly OpenGroup[]>
  /** What a forecast is made of, besides the sample. */
  readonly limits: LimitFacts
  /** Of the investigation: collections, pauses. */
  readonly cost: Readonly<Record<string, number | string>>
}

/** Where they come from. */
export interface FactSources extends Pick<ReportFacts, 'sourceOf' | 'isOurs' | 'neededBy' | 'openFiles'> {
  readonly sampler: Pick<Sampler, 'latest'>
  readonly sampling: AllocationSampling | undefined
}

type Ended = Pick<Investigation, 'evidence' | 'pausedMs' | 'longestPauseMs' | 'collections' | 'blind'>

/** Gathers them at the end of an investigation, while it still has the profiler. */
export function factsOf(ended: Ended, sources: FactSources, limits: LimitFacts): ReportFacts {
  const { evidence, pausedMs, longestPauseMs, collections, blind } = ended
  const { sampler, sampling, sourceOf, isOurs, neededBy, openFiles } = sources
  return {
    ...{ evidence, sourceOf, isOurs, neededBy, openFiles, limits },
    sample: sampler.latest,
    routeOf: routesByHandler((functions) => sampling?.placesOf?.(functions) ?? []),
    cost: { collections, pausedMs, longestPauseMs, ...(blind !== undefined && { blind }) },
  }
}
