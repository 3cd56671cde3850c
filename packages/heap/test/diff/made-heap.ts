import { SnapshotBuilder } from '../support/snapshot-builder.js'

/**
 * A program's heap as V8 writes it, by the handful: a global object, a module's file with its scope, and whatever a
 * test hangs there. Later snapshots are made by going on with the same builder, so that ids stay what they were.
 */
export class MadeHeap {
  readonly builder = new SnapshotBuilder()
  readonly root: number
  readonly global: number
  readonly scope: number
  readonly #module: number

  constructor(file = '/app/server.js') {
    this.root = this.builder.node('synthetic', '')
    this.global = this.builder.node('object', 'global', { size: 100 })
    this.builder.edge(this.root, this.global, 'shortcut', 'global')
    this.#module = this.closure('start', this.script(file))
    this.builder.edge(this.global, this.#module, 'property', 'start')
    this.scope = this.builder.node('object', 'system / Context', { size: 40 })
    this.builder.edge(this.#module, this.scope, 'internal', 'context')
  }

  script(file: string): number {
    return this.builder.node('code', file, { size: 10 })
  }

  closure(name: string, script: number): number {
    const closure = this.builder.node('closure', name, { size: 64 })
    const shared = this.builder.node('code', name, { size: 20 })
    this.builder.edge(closure, shared, 'internal', 'shared')
    this.builder.edge(shared, script, 'internal', 'script')
    return closure
  }

  object(name: string, size = 16): number {
    return this.builder.node('object', name, { size })
  }

  /** A variable of the module. */
  variable(name: string, className: string): number {
    const value = this.object(className)
    this.builder.edge(this.scope, value, 'context', name)
    return value
  }

  property(holder: number, name: string, value: number): number {
    this.builder.edge(holder, value, 'property', name)
    return value
  }

  element(holder: number, index: number, value: number): number {
    this.builder.edge(holder, value, 'element', index)
    return value
  }

  /** A backing store, of the name under which V8 lists it. */
  store(holder: number, name: string, size: number): number {
    const store = this.builder.node('array', '', { size })
    this.builder.edge(holder, store, 'internal', name)
    return store
  }

  slot(store: number, index: number, value: number): number {
    this.builder.edge(store, value, 'internal', String(index))
    return value
  }

  /** Takes an edge away. What it led to stays in the file, as V8 leaves it there, and nothing leads to it. */
  cut(holder: number, target: number): void {
    const at = this.builder.edges.findIndex(({ from, to }) => from === holder && to === target)
    this.builder.edges.splice(at, 1)
  }

  bytes(style: 'node20' | 'node24' = 'node24'): Buffer {
    return this.builder.bytes(style)
  }
}

/** Bytes as a source. */
export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
