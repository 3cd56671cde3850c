import type { Kernel } from '../kernel/kernel.js'
import type { GraphKernel } from './graph-kernel.js'
import { javaScriptGraphKernel } from './javascript/javascript-graph-kernel.js'
import { wasmGraphKernel } from './wasm-graph-kernel.js'

/** The loops over a graph that lies in the kernel's arena. */
export function graphKernelOf({ exports }: Pick<Kernel, 'exports'>): GraphKernel {
  return exports === undefined ? javaScriptGraphKernel : wasmGraphKernel(exports)
}
