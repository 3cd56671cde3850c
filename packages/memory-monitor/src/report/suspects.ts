import { type Generations, type HeapFrame, isCodeFrame, type SiteGenerations } from '@plimsoll/heap/profile'
import { holdsOn } from '../confirm/held.js'
import type { Suspect } from './leak-report.js'

const MOST_SUSPECTS = 8
const STACK_LINES = 12

/** Where a function really is, when what runs was compiled from something else. */
export type SourceOf = (frame: HeapFrame) => HeapFrame

/** Ranks the places in the code that hold on to what they allocate; Node's own and the engine's come last. */
export function suspectsOf(generations: Generations | undefined, sourceOf: SourceOf): Suspect[] {
  const holding = (generations?.sites ?? []).filter(mayHold)
  const certain = holding.filter(holdsOn)
  const sites = certain.length > 0 ? certain : holding
  const all = sites.reduce((sum, { survival }) => sum + survival.survivingBytes, 0)
  return [...sites.filter(isCode), ...sites.filter((site) => !isCode(site))]
    .slice(0, MOST_SUSPECTS)
    .map((site) => suspectOf(site, all, sourceOf))
}

function isCode({ frame }: SiteGenerations): boolean {
  return isCodeFrame(frame)
}

/** Enough to be worth a word, where nothing is certain. */
function mayHold({ survival }: SiteGenerations): boolean {
  const { retentionRatio = 0, heldEpochsRatio = 0, survivingSamples } = survival
  return survivingSamples >= 4 && retentionRatio >= 0.5 && heldEpochsRatio >= 0.5
}

function suspectOf({ frame, stack, survival }: SiteGenerations, all: number, sourceOf: SourceOf): Suspect {
  const source = sourceOf(frame)
  const installed = packageOf(source.file)
  return {
    functionName: source.functionName === '' ? '(anonymous)' : source.functionName,
    file: source.file,
    ...(source.line > 0 && { line: source.line, column: source.column }),
    ...(installed !== undefined && { package: installed }),
    bytes: survival.survivingBytes,
    share: all > 0 ? survival.survivingBytes / all : 0,
    stack: stack.slice(0, STACK_LINES).map((each) => lineOf(sourceOf(each))),
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
