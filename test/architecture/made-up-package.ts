import type { FileFacts, Manifest, PackageFacts } from './package-facts.js'
import { readFileFacts } from './read-file-facts.js'

/** A package out of file texts, as if it had been read from disk. */
export function madeUpPackage(
  name: string,
  texts: Readonly<Record<string, string>>,
  manifest: Manifest = {},
): PackageFacts {
  const files: FileFacts[] = Object.entries(texts).map(([path, text]) => readFileFacts(path, text))
  return { name, files, manifest: { exports: { '.': {} }, ...manifest } }
}
