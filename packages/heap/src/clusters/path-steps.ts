import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import type { EdgeNames } from './edge-names.js'
import type { Door } from './find-door.js'
import { EDGE, NODE } from './grown-heap.js'
import type { PathRow } from './path-rows.js'
import type { Scripts } from './scripts.js'
import { ANY_ELEMENT, ANY_KEY, ANY_PROPERTY, type Steps, WEAK_VALUE } from './steps.js'

const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u
/** Steps that say nothing: the function's scope, the scope around it. */
const SCOPES = ['context', 'previous']
/** A name that is longer is data. */
const LONGEST_NAME = 60

const REPEATED = /…$/

/** One step of a path in words. */
export interface PathStep {
  /** How the step before holds it: `.leaks`, `[]`, `variable registry`. */
  readonly by: string
  /** Its class, or the function it is. */
  readonly what: string
}

/** Words for the steps of a path. */
export class PathWords {
  readonly #snapshot: ParsedSnapshot
  readonly #names: EdgeNames
  readonly #scripts: Scripts
  readonly #steps: Steps
  readonly #className: (row: number) => string

  constructor(
    snapshot: ParsedSnapshot,
    names: EdgeNames,
    scripts: Scripts,
    steps: Steps,
    className: (row: number) => string,
  ) {
    this.#snapshot = snapshot
    this.#names = names
    this.#scripts = scripts
    this.#steps = steps
    this.#className = className
  }

  /** The steps from a door on; scopes between a function and its variables are left out, a list is told once. */
  of(path: readonly PathRow[], door: Door): PathStep[] {
    const steps: PathStep[] = []
    for (let at = door.at + 1; at < path.length; at++) {
      const row = path[at] as PathRow
      if (this.#isScope(row) && at < path.length - 1) continue
      const step = { by: this.#by(row), what: this.what(row.row) }
      const last = steps.at(-1)
      if (last?.what === step.what && last.by.replace(REPEATED, '') === step.by && step.by !== '[]') {
        steps[steps.length - 1] = { ...step, by: `${step.by}…` }
      } else {
        steps.push(step)
      }
    }
    return steps
  }

  /** What a path begins with. */
  doorstep(path: readonly PathRow[], { at, file }: Door): string {
    const { row } = path[at] as PathRow
    if (file === undefined) return this.what(row)
    // A variable is the file's, by whichever of its functions it is reached.
    const below = path[at + 1]
    const isScope = this.what(row) === 'system / Context' || (below !== undefined && this.#isScope(below))
    return isScope ? file : `${this.what(row)} in ${file}`
  }

  what(row: number): string {
    const { nodeNames } = this.#snapshot.columns
    if (this.#scripts.kindOf(row) !== NODE.closure && this.#scripts.kindOf(row) !== NODE.synthetic) {
      return this.#className(row)
    }
    const name = this.#names.stringAt(nodeNames[row] as number)
    if (this.#scripts.kindOf(row) === NODE.synthetic) return name === '' ? '(root)' : name
    return name === '' ? 'anonymous function' : `function ${name}`
  }

  #isScope({ edge }: PathRow): boolean {
    if (((this.#snapshot.columns.edgeTargets[edge] as number) & 7) !== EDGE.internal) return false
    return SCOPES.includes(this.#names.text(edge))
  }

  #by({ edge, holder }: PathRow): string {
    const step = this.#steps.of(edge, holder)
    if (step === ANY_ELEMENT) return '[]'
    if (step === ANY_PROPERTY) return '[*]'
    if (step === ANY_KEY) return '[key]'
    if (step === WEAK_VALUE) return '(value in a WeakMap)'
    const name = this.#names.text(edge)
    const kind = (this.#snapshot.columns.edgeTargets[edge] as number) & 7
    if (kind === EDGE.context) return `variable ${name}`
    if (kind !== EDGE.property) return `(${name})`
    if (IDENTIFIER.test(name) && name.length <= LONGEST_NAME) return `.${name}`
    return `[${JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name)}]`
  }
}
