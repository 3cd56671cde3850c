import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { nodeOfMajor } from '../../measure/node-binary.mjs'
import { median } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'

const FOLDER = fileURLToPath(new URL('../../apps/tracker/', import.meta.url))
const MIB = 1024 * 1024
const FLAT_BYTES = 1 * MIB

/** What is found and what is left, in programs of their own, on each major of Node. */
export async function trackerChecks({ majors, quick }) {
  const checks = {}
  const targets = []
  for (const major of majors) {
    const node = await nodeOfMajor(major)
    const tell = (program, args, flags) => outcomeOf(node, program, args, flags)
    const found = {
      clean: await tell('clean', [quick ? 500 : 10_000]),
      many: await tell('many', [100_000]),
      leftovers: await tell('leftovers', [quick ? 2000 : 100_000], ['--expose-gc']),
      leaking: await tell('uploads', ['multer220', quick ? 20 : 60]),
      mended: await tell('uploads', ['multer250', quick ? 20 : 60]),
    }
    checks[major] = found
    const on = `Node ${major}`
    targets.push(
      clean(found.clean, on),
      ...many(found.many, on),
      ...leftovers(found.leftovers, on),
      leaking(found.leaking, on),
      mended(found.mended, on),
    )
    console.log('')
  }
  return { checks, targets }
}

/** Runs a program, which prints its outcome as the last line. */
async function outcomeOf(node, program, args, flags = []) {
  const child = spawn(node, [...flags, `${FOLDER}${program}.cjs`, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program}.cjs ended with ${code}`)
  return JSON.parse(output.trim().split('\n').at(-1))
}

const clean = ({ requests, reports, outstanding }, on) =>
  judge(
    `tracker, ${on}: no report after ${requests} clean requests`,
    reports.length === 0 && outstanding.length === 0,
    reports.length === 0 ? `${outstanding.length} outstanding` : reports.join(' | '),
  )

function many({ resources, results }, on) {
  const kinds = [...new Set(results.map(({ kind }) => kind))]
  const rows = kinds.map((kind) => {
    const own = results.filter((result) => result.kind === kind)
    const perAddUs = (tenth) =>
      median(own.map(({ tenthsMs }) => (1000 * tenthsMs.length * tenthsMs.at(tenth)) / resources))
    const disposals = own.map((result) => result.disposeMs)
    return { kind, firstUs: perAddUs(0), lastUs: perAddUs(-1), disposeMs: Math.max(...disposals) }
  })
  printTable(
    [`${resources} on one request, ${on}`, 'us to add, first tenth', 'last tenth', 'longest disposal, ms'],
    rows.map((row) => [row.kind, row.firstUs.toFixed(2), row.lastUs.toFixed(2), row.disposeMs.toFixed(0)]),
  )
  const slowest = Math.max(...rows.map((row) => row.disposeMs))
  const steepest = Math.max(...rows.map((row) => row.lastUs / row.firstUs))
  return [
    judge(
      `tracker, ${on}: ${resources} resources disposed of in under 100 ms`,
      slowest < 100,
      `${slowest.toFixed(0)} ms`,
    ),
    judge(
      `tracker, ${on}: adding is O(1): the last of them cost no more than four times the first (O(n): 19 times)`,
      steepest <= 4,
      `${steepest.toFixed(2)} times`,
    ),
  ]
}

function leftovers({ requests, ends, quarters, reports }, on) {
  const [before, ...after] = quarters
  const last = after.at(-1)
  const more = (field) => last[field] - before[field]
  console.log(`${requests} requests on ${on}: ${JSON.stringify(ends)}`)
  const heapMib = quarters.map(({ heapBytes }) => (heapBytes / MIB).toFixed(2)).join(', ')
  // The first quarter still fills caches and compiles.
  const growth = last.heapBytes - after[0].heapBytes
  const name = (what) =>
    `tracker, ${on}, after ${requests} requests with aborts, errors and timeouts: ${what}`
  return [
    judge(name('0 handles'), more('handles') <= 0, `${more('handles')} more`),
    judge(name('0 descriptors'), more('descriptors') <= 0, `${more('descriptors')} more`),
    judge(name('0 listeners'), last.listeners === 0, `${last.listeners}`),
    judge(name('heap flat after GC'), growth < FLAT_BYTES, `${heapMib} MiB`),
    judge(name('no report'), reports.length === 0, reports.length === 0 ? 'none' : reports.join(' | ')),
  ]
}

function leaking({ leftOpen, outstanding }, on) {
  const [found] = outstanding
  const isNamed =
    outstanding.length === 1 &&
    found.kind === 'descriptor' &&
    found.route === '/upload' &&
    found.count === leftOpen &&
    found.site?.file.endsWith('storage/disk.js')
  const site = found?.site && `${found.site.file.split('/').slice(-3).join('/')}:${found.site.line}`
  return judge(
    `tracker, ${on}: multer 2.2.0 leaves ${leftOpen} descriptors of dropped uploads, named by route and place`,
    leftOpen > 0 && isNamed,
    found ? `${found.kind} ${found.route} ${found.count} ${site}` : 'nothing found',
  )
}

const mended = ({ leftOpen, outstanding, reports }, on) =>
  judge(
    `tracker, ${on}: multer 2.5.0 leaves none, and nothing is said`,
    leftOpen === 0 && outstanding.length === 0 && reports.length === 0,
    `${leftOpen} left, ${outstanding.length} outstanding, ${reports.length} lines`,
  )
