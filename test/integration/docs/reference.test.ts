import { readFileSync } from 'node:fs'
import { ERROR_CODES } from '@plimsoll/core'
import { SNAPSHOT_ERROR_CODES } from '@plimsoll/heap'
import { readPage, tableBelow } from './markdown.js'
import { optionsOf, sourceFiles } from './option-docs.js'

/** Where docs/configuration.md tells of each interface of options. */
const CONFIGURATION: readonly [heading: string, interfaceName: string][] = [
  ['plimsoll()', 'PlimsollOptions'],
  ['Every part', 'CommonOptions'],
  ['Attaching', 'AttachOptions'],
  ['samplerOptions', 'SamplerOptions'],
  ['guard', 'MemoryGuardOptions'],
  ['guard.reclaim', 'ReclaimOptions'],
  ['monitor', 'MemoryMonitorOptions'],
  ['resources', 'ResourceTrackerOptions'],
  ['resources.observe', 'ObserveOptions'],
  ['health', 'HealthOptions'],
  ['health.paths', 'HealthPaths'],
  ['metrics', 'MetricsOptions'],
  ['metrics.requestDuration', 'RequestDurationOptions'],
  ['clusterMetrics()', 'ClusterMetricsOptions'],
  ['gracefulShutdown()', 'ShutdownOptions'],
  ['onShutdown()', 'HookOptions'],
  ['plannedRestart()', 'PlannedRestartOptions'],
  ['rollingRestart()', 'RollingRestartOptions'],
  ['restartLease()', 'RestartLeaseOptions'],
  ['diffSnapshots(), growth(), summarizeBaseline()', 'SnapshotDiffOptions'],
  ['openSnapshot()', 'OpenSnapshotOptions'],
  ['redact()', 'RedactOptions'],
  ['HeapDiff', 'HeapDiffOptions'],
  ['HeapDiff: start() and end()', 'TakeOptions'],
  ['HeapDiff: end() alone', 'EndOptions'],
  ['startHeapSampling()', 'HeapSamplingOptions'],
  ['readHeapProfile()', 'ReadHeapProfileOptions'],
  ['HeapProfile.sites()', 'SiteOptions'],
  ['toPprof()', 'PprofOptions'],
  ['GenerationTracker', 'GenerationTrackerOptions'],
]

const PACKAGE_PAGES: readonly [file: string, interfaceName: string][] = [
  ['packages/core/README.md', 'SamplerOptions'],
  ['packages/memory-guard/README.md', 'MemoryGuardOptions'],
  ['packages/resource-tracker/README.md', 'ResourceTrackerOptions'],
  ['packages/health/README.md', 'HealthOptions'],
  ['packages/metrics/README.md', 'MetricsOptions'],
  ['packages/lifecycle/README.md', 'ShutdownOptions'],
]

/** Options of classes for who builds something of his own; no middleware takes them. */
const BUILDING_BLOCKS = ['LevelLatchOptions', 'MemoryLeakDetectorOptions', 'PressureGaugeOptions']

const plain = (cell = ''): string => cell.replaceAll('`', '')
const sources = sourceFiles().map((file) => readFileSync(file, 'utf8'))
const inSources = (pattern: RegExp): string[] => {
  const found = sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name))
  return [...new Set(found)].sort()
}
const operations = readPage('docs/operations.md')

describe('docs/configuration.md', () => {
  const page = readPage('docs/configuration.md')

  test.each(CONFIGURATION)('%s lists the options of %s with their defaults', (heading, interfaceName) => {
    const told = new Map(
      tableBelow(page, heading).map(([name, byDefault]) => [plain(name), plain(byDefault)]),
    )
    const options = optionsOf(interfaceName)
    expect([...told.keys()]).toEqual(options.map(({ name }) => name))
    for (const option of options.filter((each) => each.default !== undefined)) {
      expect([option.name, told.get(option.name)]).toEqual([option.name, plain(option.default)])
    }
  })

  test('every interface of options that a package offers is listed', () => {
    const indexes = sourceFiles().filter((file) => /src[\\/]index\.ts$/.test(file))
    const offered = indexes.flatMap(
      (file) => readFileSync(file, 'utf8').match(/\b(?!Resolved)\w+Options\b/g) ?? [],
    )
    const listed = CONFIGURATION.map(([, interfaceName]) => interfaceName)
    const types = offered.filter((name) => /^[A-Z]/.test(name) && !BUILDING_BLOCKS.includes(name))
    expect(types.filter((name) => !listed.includes(name))).toEqual([])
    expect(types).toContain('MemoryGuardOptions')
  })
})

describe('package pages', () => {
  test.each(PACKAGE_PAGES)('%s names every option of %s', (file, interfaceName) => {
    const names = tableBelow(readPage(file), 'Options').map(([name]) => plain(name))
    const options = optionsOf(interfaceName).map(({ name }) => name)
    expect(names.filter((name) => /^\w+$/.test(name)).sort()).toEqual(options.sort())
  })
})

describe('docs/errors.md', () => {
  test('has one heading for each error code, and none besides', () => {
    const headings = readPage('docs/errors.md').headings.filter((heading) => heading.startsWith('ERR_'))
    expect(headings).toEqual([...new Set<string>([...ERROR_CODES, ...SNAPSHOT_ERROR_CODES])])
  })
})

describe('docs/operations.md', () => {
  const named = (pattern: RegExp): string[] => [
    ...new Set([...operations.text.matchAll(pattern)].map(([, name = '']) => name)),
  ]

  test('tells of every metric of ours, and of none that does not exist', () => {
    const metrics = inSources(/'(plimsoll_[a-z_]+)'/g)
    const told = named(/\b(plimsoll_[a-z_]+)/g)
    expect(metrics.filter((name) => !told.includes(name))).toEqual([])
    expect(told.filter((name) => !metrics.includes(name))).toEqual([])
  })

  test('tells of every reason that /health gives', () => {
    const codes = inSources(/status: '(?:degraded|needs-restart|draining)',\s+code: '([a-z-]+)'/g)
    expect(codes).toContain('memory-critical')
    const told = tableBelow(operations, 'What /health says').map(([code]) => plain(code))
    expect(codes.filter((code) => !told.includes(code))).toEqual([])
  })

  test('tells of every line that we log', () => {
    const lines = inSources(/[`'"]\[plimsoll\] ([a-z ]{8,}?)(?= ?[$`'":;])/g)
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.filter((line) => !operations.text.includes(`[plimsoll] ${line}`))).toEqual([])
  })

  test('tells of every reason to shed', () => {
    const source = sources.find((text) => text.includes('export type ShedReason')) ?? ''
    const union = /export type ShedReason =((?:\s*\| '[a-z-]+')+)/.exec(source)?.[1] ?? ''
    const reasons = [...union.matchAll(/'([a-z-]+)'/g)].map(([, name = '']) => name)
    expect(reasons).toContain('container')
    const told = tableBelow(operations, 'Why a request was turned away').map(([name]) => plain(name))
    expect(told.sort()).toEqual(reasons.sort())
  })
})
