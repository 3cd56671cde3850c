import { diffSnapshots, growth, HeapDiff, openSnapshot, readBaseline, redact } from '../src/index.js'

test.each([
  [() => new HeapDiff(null as never), 'TYPE', /`HeapDiff options`.*an object, got null/],
  [() => new HeapDiff(5 as never), 'TYPE', /`HeapDiff options`.*an object, got 5/],
  [() => new HeapDiff({ force: 'yes' } as never), 'TYPE', /`HeapDiff\.force`.*true or false, got string/],
  [() => new HeapDiff({ headroom: 5 } as never), 'TYPE', /`HeapDiff\.headroom`.*a function, got 5/],
  [() => new HeapDiff({ unknown: 1 } as never), 'UNKNOWN', /`HeapDiff\.unknown`; known are: force, headroom/],
  [() => new HeapDiff().start(null as never), 'TYPE', /`start options`/],
  [() => new HeapDiff().end({ signal: 5 } as never), 'TYPE', /`end\.signal`.*an AbortSignal, got 5/],
  [() => openSnapshot('x', { onProgres: () => {} } as never), 'UNKNOWN', /`openSnapshot\.onProgres`/],
  [() => diffSnapshots('x', 'y', { clusters: 1 } as never), 'TYPE', /`diffSnapshots\.clusters`/],
  [() => growth(['x', 'y'], { signal: {} } as never), 'TYPE', /`growth\.signal`.*an AbortSignal/],
  [() => redact('x', 'y', [] as never), 'TYPE', /`redact options`.*an object, got an array/],
])('%# an option that makes no sense is named, with what was expected', async (call, code, message) => {
  // What throws at once and what rejects are the same to whoever reads the message.
  const failed = expect((async () => call())())
  await failed.rejects.toMatchObject({
    code: `ERR_PLIMSOLL_OPTION_${code}`,
    message: expect.stringMatching(message),
  })
})

test('a baseline is bytes', () => {
  expect(() => readBaseline(undefined as never)).toThrow('Expected the bytes of a baseline, got undefined')
})
