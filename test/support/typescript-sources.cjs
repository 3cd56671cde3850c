// `node --conditions=plimsoll-source --require THIS scenario.cjs`: lets a child process load the packages from
// their TypeScript sources, as jest does, so that no test of a process of its own waits for a build.
const Module = require('node:module')
const { transpiledSource } = require('./transpiled-source.cjs')

Module._extensions['.ts'] = (module, fileName) => {
  module._compile(transpiledSource(fileName, 'CommonJS'), fileName)
}

// Sources import './sample.js' as Node wants it; here the file is still sample.ts.
const resolveFilename = Module._resolveFilename
Module._resolveFilename = (request, parent, ...rest) => {
  const ofSource = parent?.filename?.endsWith('.ts') && /^\.{1,2}\/.*\.js$/.test(request)
  return resolveFilename(ofSource ? request.replace(/\.js$/, '.ts') : request, parent, ...rest)
}
