import { bytesRatio, type Signal } from './signal.js'

/** Memory of the host, where no container limit is nearer. */
export const hostSignal: Signal = {
  name: 'host',
  read(sample) {
    const { hostAvailableBytes, hostTotalBytes, containerLimitBytes } = sample
    if (containerLimitBytes !== undefined || hostAvailableBytes === undefined) return undefined
    return bytesRatio((hostTotalBytes ?? 0) - hostAvailableBytes, hostTotalBytes)
  },
}
