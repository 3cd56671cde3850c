import { JavaScriptArena } from '../kernel/javascript-arena.js'
import type { Graph } from './analyze.js'
import type { ClassTotals } from './class-totals.js'
import type { Dominance } from './dominance.js'
import { type GraphMemory, MAX_CLASSES } from './graph-memory.js'
import { javaScriptGraphKernel } from './javascript/javascript-graph-kernel.js'
import { nameClasses } from './name-classes.js'
import { sumRetained } from './sum-retained.js'

/** What one class of objects amounts to. */
export interface ClassSummary {
  readonly name: string
  readonly count: number
  /** Bytes of the objects themselves. */
  readonly shallowBytes: number
  /** Bytes that would go with them, each counted once, however many of the class hold it. */
  readonly retainedBytes: number
}

/** Adds up retained sizes, of nodes and of classes; classes come largest first. */
export function* summarizeClasses(
  graph: Graph,
  dominance: Dominance,
  memory: GraphMemory,
): Generator<void, ClassSummary[]> {
  const { columns, stringCount } = graph
  // A snapshot made to have a great many is added up in memory of its own: the loops in JavaScript take any.
  const inJavaScript = { kernel: javaScriptGraphKernel, arena: new JavaScriptArena() }
  const fewStrings = stringCount <= columns.nodeCount
  const before = graph.arena.mark()
  const named = yield* nameClasses(fewStrings ? graph : { ...graph, ...inJavaScript })
  graph.arena.release(before)
  const { names, classOfKind, classOfName } = named
  const fits = names.length <= MAX_CLASSES && fewStrings
  const { kernel, arena } = fits ? graph : inJavaScript
  const mark = arena.mark()
  const totals: ClassTotals = {
    classOfName: arena.uint32(stringCount),
    classOfKind: arena.uint32(classOfKind.length),
    counts: arena.uint32(names.length).fill(0),
    shallow: arena.float64(names.length).fill(0),
    retained: arena.float64(names.length).fill(0),
    coveredTo: arena.uint32(names.length).fill(0),
    classOf: memory.classOf,
    extents: memory.extents,
    order: memory.order,
  }
  totals.classOfKind.set(classOfKind)
  for (const [name, code] of classOfName) totals.classOfName[name] = code
  yield
  yield* sumRetained(columns, dominance, totals, kernel)
  const classes = names.map((name, code) => ({
    name,
    count: totals.counts[code] as number,
    shallowBytes: totals.shallow[code] as number,
    retainedBytes: totals.retained[code] as number,
  }))
  arena.release(mark)
  return classes
    .filter(({ count }, code) => code !== 0 && count > 0)
    .sort((one, other) => other.retainedBytes - one.retainedBytes)
}
