/** Names of the memory controller's files; they differ between the two versions. */
export interface MemoryFiles {
  /** Each holds one number, or a word for none. The smallest counts. */
  readonly limits: readonly string[]
  readonly usage: string
  readonly stat: string
  /** Page cache of the group and those below it: what the kernel takes back first, and the rest. */
  readonly inactiveFileKey: Uint8Array
  readonly activeFileKey: Uint8Array
  /** The part of the page cache that processes have mapped: their program, before all. */
  readonly mappedFileKey: Uint8Array
  /** The smallest limit of the group and all above it, those out of sight included. */
  readonly hierarchicalLimitKey?: Uint8Array
}

export const MEMORY_FILES: { readonly 1: MemoryFiles; readonly 2: MemoryFiles } = {
  1: {
    limits: ['memory.limit_in_bytes'],
    usage: 'memory.usage_in_bytes',
    stat: 'memory.stat',
    inactiveFileKey: Buffer.from('total_inactive_file'),
    activeFileKey: Buffer.from('total_active_file'),
    mappedFileKey: Buffer.from('total_mapped_file'),
    hierarchicalLimitKey: Buffer.from('hierarchical_memory_limit'),
  },
  2: {
    // Above memory.high the kernel does not kill, it throttles the process until it hardly moves.
    limits: ['memory.max', 'memory.high'],
    usage: 'memory.current',
    stat: 'memory.stat',
    inactiveFileKey: Buffer.from('inactive_file'),
    activeFileKey: Buffer.from('active_file'),
    mappedFileKey: Buffer.from('file_mapped'),
  },
}
