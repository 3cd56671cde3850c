import { checkSize } from './check-size.js'
import { parseHeader } from './parse-header.js'
import type { ParserPlan } from './parser-plan.js'
import { SectionReader } from './section-reader.js'
import { SnapshotSections } from './snapshot-sections.js'

/** Reads a snapshot into columns. */
export class SnapshotParser extends SectionReader<SnapshotSections> {
  readonly #plan: ParserPlan
  #lastString: number | undefined

  constructor(plan: ParserPlan) {
    super()
    this.#plan = plan
  }

  override get satisfied(): boolean {
    const { sections } = this
    if (this.#plan.parts === 'all' || this.#plan.file === undefined || sections === undefined) return false
    if (this.#lastString !== undefined) return (sections.strings?.count ?? 0) > this.#lastString
    return sections.has('nodes') && this.section === undefined
  }

  /** Nodes are read: goes on at the end of a section until string `last` is known. */
  wantStrings(last: number): void {
    this.#lastString = last
  }

  override finish(): SnapshotSections {
    const sections = super.finish()
    if (this.#plan.parts === 'all' || this.#plan.file === undefined) this.#checkSections(sections)
    return sections
  }

  protected override prepare(value: unknown): SnapshotSections {
    const header = parseHeader(value, this.position)
    checkSize(header, this.#plan.file?.sizeBytes, this.position)
    return new SnapshotSections(header, this.#plan, this.position)
  }

  #checkSections(sections: SnapshotSections): void {
    const { nodes, edges, strings, header } = sections
    const missing = ['nodes', 'edges', 'strings'].find((key) => !sections.has(key))
    if (missing !== undefined) throw this.position.format(`Expected a section ${missing}`)
    if (nodes.target.edges !== header.edgeCount) {
      throw this.position.format(
        `Expected the nodes to have ${header.edgeCount} edges as the header tells, got ${nodes.target.edges}`,
      )
    }
    const greatest = Math.max(nodes.target.maxName, edges?.target.maxName ?? 0)
    const count = strings?.count ?? 0
    if (greatest >= count) {
      throw this.position.format(`Expected names among the ${count} strings, got one at ${greatest}`)
    }
  }
}
