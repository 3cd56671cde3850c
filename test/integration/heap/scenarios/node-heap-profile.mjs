// What `v8.startHeapProfile` of Node 26 tells of a program that keeps what it allocates.
import v8 from 'node:v8'
import { readHeapProfile } from '@plimsoll/heap'

const kept = []
function leaky() {
  for (let index = 0; index < 30_000; index += 1) kept.push({ index, text: `text ${index}` })
}

const profiling = v8.startHeapProfile({ sampleInterval: 4096 })
leaky()
const profile = readHeapProfile(profiling.stop())
process.stdout.write(JSON.stringify({ sites: profile.sites(), ages: profile.samples !== undefined }))
