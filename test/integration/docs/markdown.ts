import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.join(__dirname, '..', '..', '..')

/** A fenced block of a page. */
interface Fence {
  readonly language: string
  readonly line: number
  readonly code: string
}

/** One page of documentation, path relative to the repository. */
export interface Page {
  readonly file: string
  readonly text: string
  /** The text with its fenced blocks blanked out. */
  readonly prose: string
  readonly fences: readonly Fence[]
  readonly headings: readonly string[]
}

/** Every page that a reader of the repository meets. */
export function readPages(): Page[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md'))
  const docs = readdirSync(path.join(root, 'docs'), { recursive: true })
    .map((name) => `docs/${String(name).split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.md'))
  const packages = readdirSync(path.join(root, 'packages'))
    .map((name) => `packages/${name}/README.md`)
    .filter((name) => existsSync(path.join(root, name)))
  return [...top, ...docs, ...packages, 'examples/README.md', 'bench/README.md'].map(readPage)
}

export function readPage(file: string): Page {
  const text = readFileSync(path.join(root, file), 'utf8')
  const { prose, fences } = splitFences(text)
  const headings = prose.flatMap((line) => /^#{1,6} (.+)$/.exec(line)?.[1] ?? [])
  return { file, text, prose: prose.join('\n'), fences, headings }
}

function splitFences(text: string): { readonly prose: string[]; readonly fences: Fence[] } {
  const prose: string[] = []
  const fences: Fence[] = []
  let open: { language: string; line: number; code: string[] } | undefined
  text.split('\n').forEach((line, index) => {
    const fence = /^\s*```(\w*)/.exec(line)
    prose.push(open !== undefined || fence !== null ? '' : line)
    if (fence === null) {
      open?.code.push(line)
    } else if (open === undefined) {
      open = { language: fence[1] ?? '', line: index + 1, code: [] }
    } else {
      fences.push({ ...open, code: open.code.join('\n') })
      open = undefined
    }
  })
  return { prose, fences }
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

/** The rows of the first table below a heading, cell by cell, without its head. */
export function tableBelow(page: Page, heading: string): string[][] {
  const lines = page.text.split('\n')
  const from = lines.findIndex((line) => /^#{1,6} /.test(line) && line.replace(/^#+ /, '') === heading)
  if (from === -1) throw new Error(`Expected ${page.file} to have a heading "${heading}"`)
  const rows: string[][] = []
  for (const line of lines.slice(from + 1)) {
    if (/^#{1,6} /.test(line) || (rows.length > 0 && !line.startsWith('|'))) break
    if (line.startsWith('|')) rows.push(cellsOf(line))
  }
  return rows.slice(2)
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}
