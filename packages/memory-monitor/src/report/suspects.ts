import type { Generations, HeapFrame, SiteGenerations } from '@plimsoll/heap'
import { holdsOn } from '../confirm/verdict.js'
import type { Suspect } from './leak-report.js'

const MOST_SUSPECTS = 8
const STACK_LINES = 12

/** Where a function really is, when what runs was compiled from something else. */
export type SourceOf = (frame: HeapFrame) => HeapFrame

interface Blamed {
  readonly frame: HeapFrame
  readonly stack: readonly HeapFrame[]
  bytes: number
  most: number
}

/**
 * Ranks the places in the code that hold on to what they allocate. The engine's own functions and Node's are not
 * to blame for what they are asked to do: the innermost function above them is.
 */
export function suspectsOf(generations: Generations | undefined, sourceOf: SourceOf): Suspect[] {
  const holding = (generations?.sites ?? []).filter(mayHold)
  const certain = holding.filter(holdsOn)
  const blamed = new Map<string, Blamed>()
  for (const site of certain.length > 0 ? certain : holding) blame(site, blamed)
  const ranked = [...blamed.values()].sort((left, right) => right.bytes - left.bytes)
  const all = ranked.reduce((sum, { bytes }) => sum + bytes, 0)
  return ranked
    .slice(0, MOST_SUSPECTS)
    .map(({ frame, stack, bytes }) =>
      suspectOf({ frame: sourceOf(frame), stack: stack.map(sourceOf) }, bytes, all),
    )
}

/** Enough to be worth a word, where nothing is certain. */
function mayHold({ survival }: SiteGenerations): boolean {
  const { retentionRatio = 0, heldEpochsRatio = 0, survivingSamples } = survival
  return survivingSamples >= 4 && retentionRatio >= 0.5 && heldEpochsRatio >= 0.5
}

function blame({ stack, survival }: SiteGenerations, blamed: Map<string, Blamed>): void {
  const index = stack.findIndex(({ file }) => file !== '' && !file.startsWith('node:'))
  const frame = stack[index]
  if (frame === undefined) return
  const key = `${frame.file}:${frame.line}:${frame.column}`
  const known = blamed.get(key) ?? { frame, stack, bytes: 0, most: 0 }
  const heaviest = survival.survivingBytes > known.most
  blamed.set(key, {
    frame,
    stack: heaviest ? stack : known.stack,
    bytes: known.bytes + survival.survivingBytes,
    most: Math.max(known.most, survival.survivingBytes),
  })
}

function suspectOf(
  { frame, stack }: { readonly frame: HeapFrame; readonly stack: readonly HeapFrame[] },
  bytes: number,
  all: number,
): Suspect {
  const installed = packageOf(frame.file)
  return {
    functionName: frame.functionName === '' ? '(anonymous)' : frame.functionName,
    file: frame.file,
    ...(frame.line > 0 && { line: frame.line, column: frame.column }),
    ...(installed !== undefined && { package: installed }),
    bytes,
    share: all > 0 ? bytes / all : 0,
    stack: stack.slice(0, STACK_LINES).map(lineOf),
  }
}

/** The name of the installed package that a file is in. */
function packageOf(file: string): string | undefined {
  const parts = file.split(/[\\/]node_modules[\\/]/)
  if (parts.length < 2) return undefined
  const [first = '', second = ''] = (parts.at(-1) ?? '').split(/[\\/]/)
  return first.startsWith('@') ? `${first}/${second}` : first
}

function lineOf({ functionName, file, line }: HeapFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  return file === '' ? name : `${name} (${file}${line > 0 ? `:${line}` : ''})`
}
