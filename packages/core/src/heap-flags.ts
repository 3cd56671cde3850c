/** What a program was told about the size of V8's old space. */
export interface HeapFlags {
  readonly maxOldSpaceMib?: number
  /** Of the container, or of the host where there is none. */
  readonly maxOldSpacePercent?: number
}

/**
 * Finds the flags among the arguments of the runtime and in `NODE_OPTIONS`. Node takes blanks, `=`, hyphens
 * and underscores; a flag on the command line wins over the variable, a later one over an earlier.
 */
export function heapFlags(execArgv: readonly string[], nodeOptions = ''): HeapFlags {
  const words = [...nodeOptions.split(/\s+/), ...execArgv].map((word) => word.replace(/^["']|["']$/g, ''))
  const maxOldSpaceMib = lastValue(words, '--max-old-space-size')
  const maxOldSpacePercent = lastValue(words, '--max-old-space-size-percentage')
  return {
    ...(maxOldSpaceMib === undefined ? {} : { maxOldSpaceMib }),
    ...(maxOldSpacePercent === undefined ? {} : { maxOldSpacePercent }),
  }
}

function lastValue(words: readonly string[], flag: string): number | undefined {
  let found: number | undefined
  words.forEach((word, index) => {
    const [name, inline] = word.split('=', 2)
    if (name?.replaceAll('_', '-') !== flag) return
    const value = Number.parseFloat(inline ?? words[index + 1] ?? '')
    if (Number.isFinite(value)) found = value
  })
  return found
}
