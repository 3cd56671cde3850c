import { createJavaScriptKernel } from './javascript-kernel.js'
import type { Kernel } from './kernel.js'
import { createWasmKernel } from './wasm-kernel.js'

/** WebAssembly where it is to be had and the snapshot fits its 4 GB, otherwise JavaScript. */
export function createKernel(arenaBytes: number, wanted: Kernel['name'] | undefined): Kernel {
  const wasm = wanted === 'javascript' ? undefined : createWasmKernel(arenaBytes)
  return wasm ?? createJavaScriptKernel()
}
