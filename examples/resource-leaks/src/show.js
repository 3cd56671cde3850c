import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))
const isPlain = process.stdout.isTTY !== true || Boolean(process.env.NO_COLOR)
const paint = (code) => (text) => (isPlain ? text : `\u001b[${code}m${text}\u001b[0m`)

export const bold = paint('1')
export const dim = paint('2')
const red = paint('31')
const green = paint('32')

const COLUMNS = ['timers', 'listeners', 'descriptors', 'heapBytes']
const HEAP_NOISE_BYTES = 4 * 2 ** 20

export const heading = dim('  visitors    timers   listeners  descriptors      heap')

/** What is open after so many visitors; in the column that this example is about, more than at the start is red. */
export function row(label, figures, start, grows) {
  const cells = COLUMNS.map((name) => {
    const isHeap = name === 'heapBytes'
    const text = isHeap
      ? `${(figures[name] / 2 ** 20).toFixed(1)} MiB`.padStart(13)
      : String(figures[name]).padStart(name === 'timers' ? 10 : 12)
    if (name !== grows) return text
    return figures[name] > start[name] + (isHeap ? HEAP_NOISE_BYTES : 0) ? red(text) : green(text)
  })
  return `${label.padStart(10)}${cells.join('')}`
}

/** What observe has found, each with the line of code that it points to. */
export function findings(found, grows) {
  if (found.length === 0)
    return [grows === 'heapBytes' ? '  observe: nothing; it does not look at objects' : '  observe: nothing']
  return found.flatMap(({ kind, count, route, site }) => [
    bold(`  observe: ${kind}, ${count} from ${route}, opened in ${site?.functionName ?? 'an unknown place'}`),
    ...(site ? [`    ${path.relative(folder, site.file)}:${site.line}   ${lineAt(site)}`] : []),
  ])
}

function lineAt({ file, line }) {
  return readFileSync(file, 'utf8').split('\n')[line - 1].trim()
}

/** Tells what of a server's log is worth reading, alike lines once: our own, and what Node warns of. */
export function logReader(say) {
  const told = new Set()
  return (line) => {
    const gist = line.replace(/\d+/g, '')
    if (!/^\[plimsoll\]|Warning: /.test(line) || told.has(gist)) return
    told.add(gist)
    say(dim(`  log: ${line.replaceAll(folder, '')}`))
  }
}
