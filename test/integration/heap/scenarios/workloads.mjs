// Three small programs, one after the other, each followed through the profiles of its own heap: one leaks, one
// fills a cache and goes on replacing, one warms up. Prints what the tracker says of each.
import { GenerationTracker, readHeapProfile, startHeapSampling, toHeapProfileJson } from '@plimsoll/heap'

const ROUNDS = 8

const kept = []
function leaky(round) {
  for (let index = 0; index < 3000; index += 1) kept.push({ round, index, text: `${round}-${index}` })
}

const cache = new Map()
let inserted = 0
function cached(round) {
  for (let index = 0; index < 3000; index += 1) {
    inserted += 1
    cache.set(inserted, { round, index, text: `${round}-${index}` })
    cache.delete(inserted - 4000)
  }
}

const templates = []
function compiled(round) {
  const count = Math.floor(9000 / 3 ** round)
  for (let index = 0; index < count; index += 1) templates.push({ round, index, text: `${round}-${index}` })
}

async function follow(workload) {
  const sampling = await startHeapSampling({ intervalBytes: 2048 })
  const tracker = new GenerationTracker({ from: { atMs: 0, requests: 0 } })
  let profile
  for (let round = 1; round <= ROUNDS; round += 1) {
    workload(round)
    profile = await sampling.read()
    tracker.add(profile, { atMs: round * 1000, requests: round * 3000 })
  }
  sampling.close()
  const { survival, sites, profiles, restarts } = tracker.generations({ sites: 3 })
  const again = readHeapProfile(toHeapProfileJson(profile))
  return { survival, sites, profiles, restarts, sampled: profile.sampleCount, again: again.sampleCount }
}

const told = {}
for (const workload of [leaky, cached, compiled]) told[workload.name] = await follow(workload)
process.stdout.write(JSON.stringify(told))
