import { bytesRatio, type Signal } from './signal.js'

/** The working set against the container's limit: past it, the kernel kills. */
export const containerSignal: Signal = {
  name: 'container',
  read: (sample) => bytesRatio(sample.containerUsedBytes, sample.containerLimitBytes),
}
