import { Buffer } from 'node:buffer'
import type { Kernel, KernelExports } from './kernel.js'
import { KERNEL_BYTES } from './kernel-bytes.js'
import { keepSpare, takeSpare } from './spare-memory.js'
import { WasmArena } from './wasm-arena.js'
import { WasmParseKernel } from './wasm-parse-kernel.js'
import { MAX_PAGES, PAGE_BYTES, webAssembly } from './web-assembly.js'

/** Compiled once: 10 ms the first time, 0.2 ms for each memory after that. */
let compiled: object | undefined

/**
 * A kernel over one new memory, or `undefined` where there is no WebAssembly, or not the address space.
 *
 * @param arenaBytes all that will ever be taken from the arena at one time
 */
export function createWasmKernel(arenaBytes: number): Kernel | undefined {
  const names = webAssembly()
  const pages = Math.ceil(arenaBytes / PAGE_BYTES) + 1
  if (names === undefined || pages > MAX_PAGES) return undefined
  try {
    compiled ??= new names.Module(Buffer.from(KERNEL_BYTES, 'base64'))
    const memory = takeSpare(pages) ?? new names.Memory({ initial: pages, maximum: MAX_PAGES })
    const exports = new names.Instance(compiled, { env: { memory } }).exports as KernelExports
    const arena = new WasmArena(memory.buffer)
    const parse = new WasmParseKernel(exports, arena)
    return { name: 'wasm', arena, exports, parse, recycle: () => keepSpare(memory) }
  } catch {
    return undefined
  }
}
