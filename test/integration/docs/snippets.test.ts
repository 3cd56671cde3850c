import path from 'node:path'
import ts from 'typescript'
import { readPages, root } from './markdown.js'

interface Snippet {
  readonly title: string
  readonly file: string
  readonly code: string
}

const EXTENSIONS = new Map([
  ['ts', 'mts'],
  ['js', 'mjs'],
  ['cjs', 'cjs'],
])

const snippets: Snippet[] = readPages().flatMap(({ file, fences }) =>
  fences.flatMap(({ language, line, code }, index) => {
    const extension = EXTENSIONS.get(language)
    if (extension === undefined) return []
    const name = `${file.replace(/\W+/g, '-')}-${index}.${extension}`
    // Beside the packages, so that their names resolve as they do for the examples.
    return [{ title: `${file}:${line}`, file: path.join(root, 'examples', 'express-demo', name), code }]
  }),
)

/** All snippets in one program: the sources behind them are checked once. */
function complaints(): Map<string, string[]> {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root)
  delete options.tsBuildInfoFile
  const byFile = new Map(snippets.map((snippet) => [snippet.file, snippet.code]))
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => byFile.has(file) || fileExists(file)
  host.readFile = (file) => byFile.get(file) ?? readFile(file)
  host.getSourceFile = (file, target, ...rest) => {
    const code = byFile.get(file)
    return code === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, code, target)
  }
  const program = ts.createProgram({
    rootNames: [...byFile.keys()],
    options: {
      ...options,
      incremental: false,
      allowJs: true,
      checkJs: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    host,
  })
  return new Map(
    [...byFile.keys()].map((file) => {
      const source = program.getSourceFile(file)
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      return [file, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))]
    }),
  )
}

describe('snippets of the documentation compile against the sources', () => {
  let found: Map<string, string[]>
  beforeAll(() => {
    found = complaints()
  }, 120_000)

  test('there are snippets', () => {
    expect(snippets.length).toBeGreaterThan(10)
  })

  test.each(snippets.map(({ title, file }) => [title, file]))('%s', (_title, file) => {
    expect(found.get(file)).toEqual([])
  })
})
