import { bytesRatio, type Signal } from './signal.js'

/** Resident memory against the cap that the user set. */
export const rssSignal = (limitBytes: number | undefined): Signal => ({
  name: 'rss',
  read: (sample) => bytesRatio(sample.rssBytes, limitBytes),
})
