import { fileURLToPath } from 'node:url'
import { transpiledSource } from './transpiled-source.cjs'

/** Sources import './sample.js' as Node wants it; here the file is still sample.ts. */
export function resolve(specifier, context, nextResolve) {
  const ofSource = context.parentURL?.endsWith('.ts') && /^\.{1,2}\/.*\.js$/.test(specifier)
  return nextResolve(ofSource ? specifier.replace(/\.js$/, '.ts') : specifier, context)
}

export function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context)
  return { format: 'module', source: transpiledSource(fileURLToPath(url), 'ESNext'), shortCircuit: true }
}
