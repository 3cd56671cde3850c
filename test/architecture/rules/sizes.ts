import { maxSourceLines, maxTestLines } from '../allowed-arrows.js'
import { type FileFacts, isSource, type Rule } from '../package-facts.js'

const ofPackage: Readonly<Record<string, number>> = maxSourceLines

/** Any file can be read in one sitting. */
export const sizes: Rule = (packages) =>
  packages.flatMap(({ name, files }) => {
    const limitOf = (file: FileFacts) =>
      isSource(file) ? (ofPackage[name] ?? maxSourceLines.default) : maxTestLines
    return files
      .filter((file) => file.lines > limitOf(file))
      .map((file) => `${name}/${file.path}: ${file.lines} lines, more than ${limitOf(file)}`)
  })
