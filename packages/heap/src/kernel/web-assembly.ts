/** The few names of WebAssembly that the kernel needs; TypeScript has them only with the library of browsers. */
interface WebAssemblyNames {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => WebAssemblyMemory
}

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer
  /** Detaches all views. */
  grow(pages: number): number
}

export const PAGE_BYTES = 65_536
/** 4 GB: what 32-bit pointers reach. */
export const MAX_PAGES = 65_536

/** `undefined` where it is switched off, as `--jitless` does. */
export function webAssembly(): WebAssemblyNames | undefined {
  return (globalThis as unknown as { WebAssembly?: WebAssemblyNames }).WebAssembly
}
