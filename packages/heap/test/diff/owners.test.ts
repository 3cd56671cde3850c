import { diffSnapshots, type HeapCluster } from '../../src/index.js'
import { MadeHeap, streamOf } from './made-heap.js'

async function clusterOf(heap: MadeHeap, grow: () => void): Promise<HeapCluster | undefined> {
  const before = heap.bytes()
  grow()
  const { clusters } = await diffSnapshots(streamOf(before), streamOf(heap.bytes()), { clusters: true })
  expect(clusters).toHaveLength(1)
  return clusters?.[0]
}

describe('whose growth it is', () => {
  test('what a file of Node keeps is Node’s', async () => {
    const heap = new MadeHeap('node:internal/url')
    const cache = heap.variable('cache', 'Array')
    const cluster = await clusterOf(heap, () => heap.element(cache, 0, heap.object('Object')))
    expect(cluster).toMatchObject({ owner: 'node', growthPoint: { file: 'node:internal/url' } })
  })

  test('unless it calls back to the application: the function is named', async () => {
    const heap = new MadeHeap('node:internal/timers')
    const queue = heap.variable('queue', 'Array')
    const script = heap.script('/app/stock.js')
    const cluster = await clusterOf(heap, () => {
      const timeout = heap.element(queue, 0, heap.object('Timeout'))
      const callback = heap.property(timeout, '_onTimeout', heap.closure('tick', script))
      heap.builder.location(callback, 7, 11, 4)
    })
    expect(cluster).toMatchObject({
      owner: 'application',
      site: { functionName: 'tick', file: '/app/stock.js', line: 12, column: 5 },
    })
  })

  test('unless it is the very callback that is running', async () => {
    const heap = new MadeHeap('node:internal/async_hooks')
    const running = heap.variable('execution_async_resources', 'Array')
    const script = heap.script('/app/stock.js')
    const cluster = await clusterOf(heap, () => {
      const timeout = heap.element(running, 0, heap.object('Timeout'))
      heap.property(timeout, '_onTimeout', heap.closure('tick', script))
    })
    expect(cluster).toMatchObject({ owner: 'node' })
  })

  test('code and feedback are the engine’s, wherever they hang', async () => {
    const heap = new MadeHeap()
    const cluster = await clusterOf(heap, () => {
      const feedback = heap.builder.node('code', 'system / FeedbackVector', { size: 64 })
      heap.builder.edge(heap.scope, feedback, 'internal', 'feedback')
      heap.builder.edge(feedback, heap.builder.node('array', '', { size: 8 }), 'internal', 'slots')
    })
    expect(cluster).toMatchObject({ owner: 'node', name: '(V8)', count: 2, bytes: 72, path: ['(V8)'] })
  })

  test('a global is the application’s, and so is what hangs on process and is of its making', async () => {
    const heap = new MadeHeap('node:internal/bootstrap')
    const kept = heap.property(heap.global, 'kept', heap.object('Object'))
    expect(await clusterOf(heap, () => heap.property(kept, 'part', heap.object('Part')))).toMatchObject({
      owner: 'application',
      path: ['global', '.kept {Object}', '.part {Part}'],
      growthPoint: { path: 'global.kept.part' },
    })
    const other = new MadeHeap('node:internal/bootstrap')
    const events = other.property(other.variable('process', 'process'), '_events', other.object('Object'))
    const listeners = other.property(events, 'exit', other.object('Array'))
    const script = other.script('/app/server.js')
    const cluster = await clusterOf(other, () => other.element(listeners, 0, other.closure('onExit', script)))
    expect(cluster).toMatchObject({
      owner: 'application',
      name: 'function onExit',
      path: ['process', '._events {Object}', '.exit {Array}', '[] {function onExit}'],
    })
  })

  test('what the tables of a realm keep is not the application’s, though a global function leads there', async () => {
    const heap = new MadeHeap('node:internal/bootstrap')
    const { builder } = heap
    const built = heap.property(heap.global, 'eval', builder.node('closure', 'eval', { size: 64 }))
    const realm = builder.node('hidden', 'system / NativeContext', { size: 2000 })
    builder.edge(built, realm, 'internal', 'context')
    const registered = builder.node('array', '', { size: 64 })
    builder.edge(realm, registered, 'internal', 'serialized_objects')
    const cluster = await clusterOf(heap, () => heap.element(registered, 44, heap.object('Object')))
    expect(cluster).toMatchObject({ owner: 'node' })
  })

  test('an object of the application’s that only the stack holds tells its file', async () => {
    const heap = new MadeHeap('node:internal/bootstrap')
    const stack = heap.builder.node('synthetic', '(Stack roots)')
    heap.builder.edge(heap.root, stack, 'element', 1)
    const shop = heap.element(stack, 0, heap.object('Shop'))
    const prototype = heap.property(shop, '__proto__', heap.object('Shop'))
    heap.property(prototype, 'constructor', heap.closure('Shop', heap.script('/app/shop.js')))
    const cluster = await clusterOf(heap, () => heap.property(shop, 'cart', heap.object('Cart')))
    expect(cluster).toMatchObject({
      owner: 'application',
      path: ['Shop in /app/shop.js', '.cart {Cart}'],
      growthPoint: { path: 'Shop.cart', file: '/app/shop.js' },
    })
  })
})
