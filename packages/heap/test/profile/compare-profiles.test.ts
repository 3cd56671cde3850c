import { compareProfiles, mergeProfiles } from '../../src/index.js'
import { ProfileBuilder } from '../support/profile-builder.js'

const first = ['main /app/main.js:1', 'grows /app/main.js:5']
const second = ['main /app/main.js:1', 'shrinks /app/main.js:9']

const before = () => new ProfileBuilder().sample(first, 100).sample(second, 80).profile()
const after = () =>
  new ProfileBuilder().sample(second, 30).sample(first, 400).sample(['new /b.js:2'], 100).profile()

test('growth is told site by site, what shrank last', () => {
  const growth = compareProfiles(before(), after())
  expect(growth).toMatchObject({ beforeBytes: 180, afterBytes: 530, growthBytes: 350 })
  expect(growth.sites).toMatchObject([
    {
      frame: { functionName: 'grows' },
      beforeBytes: 100,
      afterBytes: 400,
      growthBytes: 300,
      shareRatio: 0.75,
    },
    { frame: { functionName: 'new' }, beforeBytes: 0, growthBytes: 100, shareRatio: 0.25 },
    { frame: { functionName: 'shrinks' }, afterBytes: 30, growthBytes: -50, shareRatio: 0 },
  ])
})

test('stacks that differ only beyond the depth kept are one, not lost', () => {
  const deep = new ProfileBuilder()
    .sample(['a /x.js:1', 'f /x.js:3'], 5)
    .sample(['b /x.js:2', 'f /x.js:3'], 6)
  const { sites } = compareProfiles(new ProfileBuilder().profile(), deep.profile(), {
    by: 'stack',
    stackDepth: 1,
  })
  expect(sites).toMatchObject([{ frame: { functionName: 'f' }, growthBytes: 11 }])
})

test('profiles of several threads add up, and tell no ages', () => {
  const merged = mergeProfiles([before(), after()])
  expect(merged.samples).toBeUndefined()
  expect(merged.bytes).toBe(710)
  expect(merged.sites().map(({ frame, bytes, samples }) => [frame.functionName, bytes, samples])).toEqual([
    ['grows', 500, 2],
    ['shrinks', 110, 2],
    ['new', 100, 1],
  ])
  expect(mergeProfiles([]).sites()).toEqual([])
})
