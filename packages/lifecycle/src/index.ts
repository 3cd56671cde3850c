export {
  type ResolvedShutdownOptions,
  resolveShutdownOptions,
  type ShutdownOptions,
  type ShutdownSignal,
} from './shutdown-options.js'
export type { ShutdownState } from './shutdown-state.js'
