import { checkSize } from '../parse/check-size.js'
import { parseHeader } from '../parse/parse-header.js'
import { SectionReader } from '../parse/section-reader.js'
import { OutputBytes } from './output-bytes.js'
import { RedactingSections } from './redacting-sections.js'

const WINDOW_BYTES = 1 << 19

/** Takes a snapshot apart and puts its redacted copy into `output`. */
export class SnapshotRedactor extends SectionReader<RedactingSections> {
  readonly output = new OutputBytes()
  readonly #totalBytes: number | undefined

  constructor(totalBytes: number | undefined) {
    super()
    this.#totalBytes = totalBytes
  }

  override finish(): RedactingSections {
    const sections = super.finish()
    if (sections.missing !== undefined) throw this.position.format(`Expected a section ${sections.missing}`)
    return sections
  }

  protected override prepare(value: unknown): RedactingSections {
    const header = parseHeader(value, this.position)
    checkSize(header, this.#totalBytes, this.position)
    return new RedactingSections(header, this.output, WINDOW_BYTES, this.position)
  }
}
