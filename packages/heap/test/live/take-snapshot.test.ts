import { EventEmitter } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { failureOf } from '../../src/live/failure.js'
import type { SnapshotTask, ThreadInput, ThreadMessage } from '../../src/live/snapshot-task.js'
import { type SnapshotThread, takeSnapshot } from '../../src/live/take-snapshot.js'
import { SnapshotError } from '../../src/snapshot-error.js'

const task: SnapshotTask = { kind: 'summarize' }
const result = { kind: 'summarize', baseline: new Uint8Array(1) } as const

/** A thread that says what a test makes it say. */
class ScriptedThread extends EventEmitter implements SnapshotThread {
  readonly received: ThreadInput[] = []
  terminated = false
  postMessage(input: ThreadInput): void {
    this.received.push(input)
    if (input === null) this.say({ kind: 'done', result, peakBytes: 5 })
  }
  say(message: ThreadMessage): void {
    this.emit('message', message)
  }
  async terminate(): Promise<void> {
    this.terminated = true
  }
}

function taking(snapshot: () => Readable, signal?: AbortSignal) {
  const thread = new ScriptedThread()
  return { thread, taken: takeSnapshot({ start: () => thread, snapshot }, task, signal) }
}

test('pieces go to the thread as soon as it is ready, and it is ended when it is done', async () => {
  const { thread, taken } = taking(() => Readable.from([Buffer.from('ab'), Buffer.from('c')]))
  expect(thread.received).toEqual([])
  thread.say({ kind: 'ready' })
  expect(await taken).toMatchObject({ result, peakBytes: 5 })
  expect(thread.received.map((piece) => piece && Buffer.from(piece).toString())).toEqual(['ab', 'c', null])
  expect(thread.terminated).toBe(true)
})

test('a piece that shares its buffer is copied, so that nothing else goes with it', async () => {
  const shared = Buffer.from('secret abc').subarray(7)
  const { thread, taken } = taking(() => Readable.from([shared]))
  thread.say({ kind: 'ready' })
  await taken
  expect((thread.received[0] as Uint8Array).buffer.byteLength).toBe(3)
  expect(shared.toString()).toBe('abc')
})

test.each<[string, (thread: ScriptedThread) => void, object]>([
  [
    'what the thread could not read',
    (thread) => {
      const error = new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_TRUNCATED', 'Cut off', {
        section: 'edges',
        bytesRead: 7,
      })
      thread.say({ kind: 'failed', failure: structuredClone(failureOf(error)) })
    },
    { code: 'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED', message: 'Cut off', section: 'edges', bytesRead: 7 },
  ],
  [
    'what was thrown there',
    (thread) => thread.say({ kind: 'failed', failure: failureOf(new RangeError('too long')) }),
    { message: 'too long' },
  ],
  ['a thread that fails', (thread) => thread.emit('error', new Error('no memory')), { message: 'no memory' }],
  ['a thread that ends', (thread) => thread.emit('exit', 1), { code: 'ERR_PLIMSOLL_SNAPSHOT_REFUSED' }],
])('%s is what it rejects with, and the thread is ended', async (_, act, expected) => {
  const { thread, taken } = taking(() => new PassThrough())
  thread.say({ kind: 'ready' })
  act(thread)
  await expect(taken).rejects.toMatchObject(expected)
  expect(thread.terminated).toBe(true)
})

test('a snapshot that V8 cannot make is what it rejects with', async () => {
  const { thread, taken } = taking(() => {
    throw new Error('no snapshot')
  })
  thread.say({ kind: 'ready' })
  await expect(taken).rejects.toThrow('no snapshot')
  expect(thread.terminated).toBe(true)
})

test('who has given it up before it began never pauses', async () => {
  const abort = new AbortController()
  let snapshots = 0
  const { thread, taken } = taking(() => {
    snapshots += 1
    return new PassThrough()
  }, abort.signal)
  abort.abort(new Error('never mind'))
  thread.say({ kind: 'ready' })
  await expect(taken).rejects.toThrow('never mind')
  expect({ snapshots, terminated: thread.terminated }).toEqual({ snapshots: 0, terminated: true })
  await expect(taking(() => new PassThrough(), abort.signal).taken).rejects.toThrow('never mind')
})
