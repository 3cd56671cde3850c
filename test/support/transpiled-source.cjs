const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const path = require('node:path')

const cacheFolder = path.join(__dirname, '..', '..', 'node_modules', '.cache', 'typescript-sources')
mkdirSync(cacheFolder, { recursive: true })

/** The JavaScript of a TypeScript file, as `CommonJS` or `ESNext` modules; kept for the next who asks. */
function transpiledSource(fileName, modules) {
  const source = readFileSync(fileName, 'utf8')
  const key = createHash('sha256').update(fileName).update(modules).update(source).digest('hex')
  const cached = path.join(cacheFolder, `${key}.js`)
  if (!existsSync(cached)) {
    const staging = `${cached}.${process.pid}`
    writeFileSync(staging, transpile(source, fileName, modules))
    // A rename is atomic: workers that start together never read half a file.
    renameSync(staging, cached)
  }
  return readFileSync(cached, 'utf8')
}

function transpile(source, fileName, modules) {
  // Loading the compiler takes longer than most scenarios: only who finds something new needs it.
  const ts = require('typescript')
  const compilerOptions = {
    module: ts.ModuleKind[modules],
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
    inlineSourceMap: true,
  }
  return ts.transpileModule(source, { compilerOptions, fileName }).outputText
}

module.exports = { transpiledSource }
