import { gunzipSync } from 'node:zlib'
import { Profile, type StringTable } from 'pprof-format'
import { mergeProfiles, readHeapProfile, toHeapProfileJson, toPprof } from '../../src/index.js'
import { ProfileBuilder } from '../support/profile-builder.js'
import { packedVarints, protobufFields } from '../support/protobuf-fields.js'

const build = () =>
  new ProfileBuilder()
    .sample(['main /app/main.js:1', 'leaky /app/main.js:5', 'push'], 1000)
    .sample(['main /app/main.js:1', 'leaky /app/main.js:5', 'push'], 24)
    .sample([' /app/main.js:8'], 512)
    .sample([], 3)

test('the pprof of a profile says what the profile says', () => {
  const profile = build().profile()
  const options = { intervalBytes: 131_072, timeMs: 1_700_000_000_123, durationMs: 30_000 }
  const decoded = Profile.decode(gunzipSync(toPprof(profile, options)))
  const { strings } = decoded.stringTable as StringTable
  const name = (index: number | bigint) => strings[Number(index)]

  expect(decoded.sampleType.map(({ type, unit }) => [name(type), name(unit)])).toEqual([
    ['samples', 'count'],
    ['inuse_space', 'bytes'],
  ])
  expect(name(decoded.defaultSampleType)).toBe('inuse_space')
  expect(BigInt(decoded.timeNanos)).toBe(1_700_000_000_123_000_000n)
  expect(Number(decoded.period)).toBe(131_072)

  const described = decoded.sample.map(({ locationId, value }) => {
    const stack = locationId.map((id) => {
      const { line } = decoded.location.find((location) => location.id === id) ?? { line: [] }
      const made = decoded.function.find((candidate) => candidate.id === line[0]?.functionId)
      return `${name(made?.name ?? 0)} ${name(made?.filename ?? 0)}:${line[0]?.line}`
    })
    return [stack, ...value.map(Number)]
  })
  expect(described).toEqual([
    [['(root) :0'], 1, 3],
    [['(anonymous) /app/main.js:8'], 1, 512],
    [['push :0', 'leaky /app/main.js:5', 'main /app/main.js:1'], 2, 1024],
  ])
})

test('the pprof is the message that profile.proto describes, by its bytes alone', () => {
  const profile = build().profile()
  const fields = protobufFields(gunzipSync(toPprof(profile, { intervalBytes: 4096, timeMs: 1 })))
  const messages = (number: number) =>
    fields.flatMap((field) => (field.number === number ? [field.value as Uint8Array] : []))
  const strings = messages(6).map((bytes) => new TextDecoder().decode(bytes))
  expect(strings[0]).toBe('')
  expect(strings).toEqual(expect.arrayContaining(['leaky', '/app/main.js', 'inuse_space', 'bytes']))
  const values = messages(2).map((sample) => {
    const value = protobufFields(sample).find(({ number }) => number === 2)?.value
    return packedVarints(value as Uint8Array)
  })
  expect(values.map(([samples]) => samples)).toEqual([1, 1, 2])
  expect(values.reduce((sum, [, bytes = 0]) => sum + bytes, 0)).toBe(profile.bytes)
  // A location's lines are its fourth field, a function's name and file its second and fourth.
  for (const location of messages(4))
    expect(protobufFields(location).map(({ number }) => number)).toContain(4)
  for (const made of messages(5)) expect(protobufFields(made)[0]).toMatchObject({ number: 1 })
  expect(fields.find(({ number }) => number === 12)?.value).toBe(4096n)
})

test('every id of the pprof is of something that there is, and no string is told twice', () => {
  const decoded = Profile.decode(gunzipSync(toPprof(mergeProfiles([build().profile(), build().profile()]))))
  const { strings } = decoded.stringTable as StringTable
  expect(strings[0]).toBe('')
  expect(new Set(strings).size).toBe(strings.length)
  const locations = new Set(decoded.location.map(({ id }) => id))
  const functions = new Set(decoded.function.map(({ id }) => id))
  expect(locations.has(0)).toBe(false)
  for (const { locationId } of decoded.sample) for (const id of locationId) expect(locations).toContain(id)
  for (const { line } of decoded.location)
    for (const { functionId } of line) expect(functions).toContain(functionId)
})

test('the .heapprofile of a profile is read back as the same profile', () => {
  const profile = build().profile()
  const back = readHeapProfile(toHeapProfileJson(profile))
  expect(back.sites({ by: 'stack' })).toEqual(profile.sites({ by: 'stack' }))
  expect(back.samples?.map(({ ordinal, bytes }) => [ordinal, bytes])).toEqual(
    profile.samples?.map(({ ordinal, bytes }) => [ordinal, bytes]),
  )
})

test('the deepest stack that is read can be written', () => {
  const stack = Array.from({ length: 1000 }, (_, depth) => `f /deep.js:${depth + 1}`)
  const profile = new ProfileBuilder().sample(stack, 1).profile()
  expect(readHeapProfile(toHeapProfileJson(profile)).bytes).toBe(1)
  expect(Profile.decode(gunzipSync(toPprof(profile))).sample[0]?.locationId).toHaveLength(1000)
})
