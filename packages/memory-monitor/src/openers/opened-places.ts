import { packageOf } from '@plimsoll/core'
import { handsOn } from '../naming/hands-on.js'
import { isApplications } from '../naming/is-applications.js'
import { nameOf, placeText } from '../naming/place-text.js'
import type { IsOurs } from '../naming/rank-sites.js'
import type { Suspect } from '../report/leak-report.js'
import type { CallFrame } from './call-frame.js'

/** A descriptor that was seen when it was opened. */
export interface OpenedDescriptor {
  readonly frames: readonly CallFrame[]
  readonly atMs: number
}

const MOST_PLACES = 3
const STACK_LINES = 12

/** The places in the code that opened what is still open, most first. */
export function placesOf(
  open: readonly (OpenedDescriptor & { readonly path: string })[],
  isOurs: IsOurs,
): Suspect[] {
  const places = new Map<string, { frame: CallFrame; frames: readonly CallFrame[]; paths: string[] }>()
  for (const { frames, path } of open) {
    const frame = openerIn(frames, isOurs)
    if (frame === undefined) continue
    const key = `${frame.file}:${frame.line}:${frame.column}`
    const known = places.get(key)
    if (known === undefined) places.set(key, { frame, frames, paths: [path] })
    else known.paths.push(path)
  }
  return [...places.values()]
    .sort((one, other) => other.paths.length - one.paths.length)
    .slice(0, MOST_PLACES)
    .map(({ frame, frames, paths }) => {
      const installed = packageOf(frame.file)
      return {
        ...frame,
        functionName: nameOf(frame.functionName),
        ...(installed !== undefined && { package: installed }),
        resourceType: `file ${commonPath(paths)}`,
        count: paths.length,
        share: paths.length / open.length,
        stack: frames.slice(0, STACK_LINES).map(placeText),
      }
    })
}

/** The innermost of the application's functions if the handler's own lies before the framework, else a package's. */
function openerIn(frames: readonly CallFrame[], isOurs: IsOurs): CallFrame | undefined {
  const code = frames.filter(({ file }) => file !== '' && !file.startsWith('node:') && !isOurs(file))
  const beyond = code.findIndex(({ file }) => handsOn(file))
  const own = beyond > 0 ? code.slice(0, beyond) : code
  return own.find(({ file }) => isApplications(file)) ?? code[0]
}

/** The path that all are, or the folder that all are in. */
function commonPath(paths: readonly string[]): string {
  const [first = ''] = paths
  if (paths.every((each) => each === first)) return first
  const folder = first.replace(/[^\\/]*$/, '')
  return paths.every((each) => each.startsWith(folder)) ? `${folder}*` : 'of several folders'
}
