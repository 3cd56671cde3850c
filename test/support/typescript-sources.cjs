// `node --conditions=plimsoll-source --require THIS scenario.cjs`: lets a child process load the packages from
// their TypeScript sources, as jest does, so that no test of a process of its own waits for a build.
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const Module = require('node:module')
const path = require('node:path')

const cacheFolder = path.join(__dirname, '..', '..', 'node_modules', '.cache', 'typescript-sources')
mkdirSync(cacheFolder, { recursive: true })

function transpile(source, fileName) {
  // Loading the compiler takes longer than most scenarios: only who finds something new needs it.
  const ts = require('typescript')
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
    inlineSourceMap: true,
  }
  return ts.transpileModule(source, { compilerOptions, fileName }).outputText
}

Module._extensions['.ts'] = (module, fileName) => {
  const source = readFileSync(fileName, 'utf8')
  const key = createHash('sha256').update(fileName).update(source).digest('hex')
  const cached = path.join(cacheFolder, `${key}.js`)
  if (!existsSync(cached)) {
    const staging = `${cached}.${process.pid}`
    writeFileSync(staging, transpile(source, fileName))
    // A rename is atomic: workers that start together never read half a file.
    renameSync(staging, cached)
  }
  module._compile(readFileSync(cached, 'utf8'), fileName)
}

// Sources import './sample.js' as Node wants it; here the file is still sample.ts.
const resolveFilename = Module._resolveFilename
Module._resolveFilename = (request, parent, ...rest) => {
  const ofSource = parent?.filename?.endsWith('.ts') && /^\.{1,2}\/.*\.js$/.test(request)
  return resolveFilename(ofSource ? request.replace(/\.js$/, '.ts') : request, parent, ...rest)
}
