import { verdicts } from '../confirm/verdict.js'

/** What a look found: the heap after a full collection. */
export interface HeapRecord {
  readonly atMs: number
  readonly bytes: number
}

/** With fewer, statistics have nothing to say: then each must lie above the one before. */
const LEAST_FOR_A_TREND = 6

/** Bytes by which the heap grew among the records, if they tell of a leak. */
export function growthAmong(
  records: readonly HeapRecord[],
  thresholdBytes: number,
  maxRecords: number,
): number | undefined {
  if (records.length >= LEAST_FOR_A_TREND) {
    const points = records.map(({ atMs, bytes }) => ({ atMs, requests: 0, quantities: { heap: bytes } }))
    const options = {
      kinds: ['heap'],
      minGrowthBytes: thresholdBytes,
      trendMs: Number.POSITIVE_INFINITY,
    } as const
    return verdicts({ points, generations: undefined }, options)[0]?.growth.total
  }
  const growth = netGrowth(records)
  const rises = records.slice(1).every(({ bytes }, index) => bytes > (records[index] as HeapRecord).bytes)
  return records.length === maxRecords && rises && growth >= thresholdBytes ? growth : undefined
}

export function netGrowth(records: readonly HeapRecord[]): number {
  return (records.at(-1)?.bytes ?? 0) - (records[0]?.bytes ?? 0)
}
