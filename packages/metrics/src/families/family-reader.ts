import type { MetricFamily, MetricPoint } from '@plimsoll/core'
import type { RegistryValue } from '../registry/metrics-registry.js'

/** A metric whose name is known before it has been read, so that it can be registered without a sample. */
export interface FamilyReader extends Omit<MetricFamily, 'points'> {
  /** Called at each scrape. Reads what is there; resets nothing. */
  read(): readonly MetricPoint[]
  /** The same for the text form, where many lines share labels: the clients write those down only once. */
  readText?(): readonly RegistryValue[]
  /** Whether the readers of two suites on one registry add up, or tell the same twice. */
  readonly addsUp?: boolean
}

/** A gauge without labels; no point while there is nothing to tell. */
export function gauge(name: string, help: string, read: () => number | undefined): FamilyReader {
  return { name, help, type: 'gauge', read: () => single(read()) }
}

/** A counter without labels. */
export function counter(name: string, help: string, read: () => number | undefined): FamilyReader {
  return { name, help, type: 'counter', read: () => single(read()) }
}

function single(value: number | undefined): readonly MetricPoint[] {
  return value === undefined ? [] : [{ value }]
}
