import type { ProcessPort } from '../platform/process-port.js'

/** Endpoints and load balancers hear of a pod that ends within about so long. */
const KUBERNETES_DELAY_MS = 5000

/**
 * For how long to serve on before the listener closes.
 *
 * Kubernetes takes a pod out of its endpoints at the same time as it sends SIGTERM, and requests keep coming until
 * every node has heard of it. Elsewhere whoever sends the signal has done that before, or never will.
 */
export function defaultDelayMs(process: Pick<ProcessPort, 'env'>): number {
  return process.env('KUBERNETES_SERVICE_HOST') === undefined ? 0 : KUBERNETES_DELAY_MS
}
