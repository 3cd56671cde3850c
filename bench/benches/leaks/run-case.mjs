import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startCaseLoad } from '../../load/corpus/start-case-load.mjs'
import { startApp } from '../../measure/app-process.mjs'

const WRAPPER = fileURLToPath(new URL('../../apps/leaks/serve-case.cjs', import.meta.url))
const LAST_WORDS_MS = 30_000

/**
 * Runs one case in a process of its own under load from another, lets it settle, and asks for the verdict.
 * @param subject the case, as `readCases` returns it
 * @param settings for the wrapper: `monitorModule`, `monitorOptions`, `record`, `forecastEveryMs`
 * @param timing what `dueTimes` takes, `seed` and `giveUpAfterMs`
 * @param recordTo file that keeps everything the wrapper wrote
 * @returns `{ events, begunAt, load, fate, endedAt, output }`
 */
export async function runCase({ subject, settings, timing, settleSeconds, recordTo, ...processSettings }) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-run-'))
  const logFile = join(folder, 'log')
  const files = join(folder, 'files') // what the application leaves behind goes with it
  mkdirSync(files)
  let app
  let load
  try {
    app = await startApp({
      ...processSettings,
      file: WRAPPER,
      args: [subject.folder, JSON.stringify({ logFile, ...settings })],
      env: { TMPDIR: files },
    })
    load = startCaseLoad({ port: app.port, load: subject.load, ...timing })
    let endedAt
    app.exited.then(() => {
      endedAt = Date.now()
      load.stop()
    })
    const begunAt = await load.begunAt
    const outcome = await load.result
    await Promise.race([sleep(1000 * settleSeconds), app.exited])
    const fate = app.fate
    if (!outcome.gaveUp) await lastWords(app)
    const events = readEvents(logFile)
    const found = { begunAt, load: outcome, fate, endedAt: fate === 'alive' ? undefined : endedAt }
    if (recordTo)
      keepRecord(recordTo, { case: subject.name, leaky: subject.leaky, timing, ...found }, logFile)
    return { ...found, events, output: app.output }
  } finally {
    await app?.stop()
    await load?.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function lastWords(app) {
  if (app.exit) return
  process.kill(app.pid, 'SIGUSR2')
  const patience = new AbortController()
  await Promise.race([
    app.exited,
    sleep(LAST_WORDS_MS, undefined, { signal: patience.signal }).catch(() => {}),
  ])
  patience.abort()
}

const readEvents = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** Everything the wrapper wrote, behind one line about the run. */
function keepRecord(path, run, logFile) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ type: 'run', ...run })}\n`)
  appendFileSync(path, readFileSync(logFile))
}
