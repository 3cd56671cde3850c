import type { Arena } from '../parse/arena.js'
import type { ParseKernel } from './parse-kernel.js'

/**
 * The inner loops, in one of two forms that give the same columns byte for byte: WebAssembly over one memory, or
 * its twin in JavaScript.
 */
export interface Kernel {
  readonly name: 'wasm' | 'javascript'
  readonly arena: Arena
  readonly parse: ParseKernel
  /** Lets the next kernel have the memory: no view of the arena may be used any more. Absent where memory is not shared. */
  readonly recycle?: () => void
  /** What the WebAssembly module exports, for the loops over the graph; absent in JavaScript. */
  readonly exports: KernelExports | undefined
}

/** Functions of the kernel module: numbers in, pointers among them, and a number out. */
export type KernelExports = Readonly<Record<string, (...args: number[]) => number>>
