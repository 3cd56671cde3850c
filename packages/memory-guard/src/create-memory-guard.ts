import { type MemoryGuardOptions, resolveMemoryGuardOptions } from './guard-options.js'
import { MemoryGuard, type MemoryGuardPorts } from './memory-guard.js'

/**
 * Makes a guard that decides on requests told as facts. The middleware of `@plimsoll/express`,
 * `@plimsoll/koa` and `@plimsoll/http` translate their requests into such facts.
 */
export function createMemoryGuard(
  options: MemoryGuardOptions | undefined,
  ports: MemoryGuardPorts,
): MemoryGuard {
  return new MemoryGuard(resolveMemoryGuardOptions(options), ports)
}
