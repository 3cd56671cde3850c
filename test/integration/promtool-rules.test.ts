import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describeWithPromtool, promtool } from './promtool.js'

const root = path.join(__dirname, '..', '..')
const rulesFile = path.join(root, 'docs', 'prometheus', 'rules.yml')

describeWithPromtool('the shipped rules', () => {
  test('are valid', () => {
    const { exitCode, output } = promtool(['check', 'rules', '--lint-fatal', rulesFile])
    expect(output).toContain('SUCCESS')
    expect(exitCode).toBe(0)
  })

  test('fire when they should and stay silent when they should not', () => {
    const { exitCode, output } = promtool([
      'test',
      'rules',
      path.join(root, 'docs', 'prometheus', 'rules.test.yml'),
    ])
    expect({ exitCode, output: output.trim() }).toMatchObject({ exitCode: 0 })
  })
})

describe('the shipped rules and the metrics', () => {
  const rules = readFileSync(rulesFile, 'utf8')

  test('every metric that a rule reads is one that a package serves', () => {
    const packages = path.join(root, 'packages')
    const sources = readdirSync(packages, { recursive: true, encoding: 'utf8' })
      .filter((file) => /^[^/]+\/src\/.*\.ts$/.test(file))
      .map((file) => readFileSync(path.join(packages, file), 'utf8'))
      .join('\n')
    const expressions = rules
      .replaceAll(/^\s*#.*$/gm, '')
      .replaceAll(/description:.*?(?=\n\s*- alert|$)/gs, '')
    const read = [...expressions.matchAll(/(?<![:\w])(?:plimsoll|http|process|nodejs)_\w+(?!:)/g)].map(
      ([name]) => name,
    )
    const served = (name: string): boolean =>
      sources.includes(`'${name.replace(/_(?:bucket|sum|count)$/, '')}'`)
    expect(read.length).toBeGreaterThan(10)
    expect([...new Set(read)].filter((name) => !served(name))).toEqual([])
  })

  test('every alert has a test', () => {
    const tests = readFileSync(path.join(root, 'docs', 'prometheus', 'rules.test.yml'), 'utf8')
    const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect(alerts.length).toBeGreaterThan(5)
    expect(alerts.filter((name) => !tests.includes(`alertname: ${name}\n`))).toEqual([])
  })
})
