import type { Session } from 'node:inspector'
import { post } from './inspector-post.js'

/** Where a function begins; both from 1. */
export interface FunctionPlace {
  readonly line: number
  readonly column: number
}

const KEY = 'plimsoll.functions'
const GROUP = 'plimsoll'
/** A runaway list is not asked about. */
const MOST = 1000

interface Property {
  readonly name: string
  readonly value?: { readonly objectId?: string; readonly value?: unknown }
}

/** Asks V8 where functions begin, by their order: some tens of microseconds for each. */
export function functionPlaces(
  session: Session,
  functions: readonly object[],
): readonly (FunctionPlace | undefined)[] {
  const holder = globalThis as { [key: symbol]: unknown }
  const key = Symbol.for(KEY)
  try {
    Object.defineProperty(holder, key, { configurable: true, value: functions.slice(0, MOST) })
    const expression = `globalThis[Symbol.for('${KEY}')]`
    const { result } = post(session, 'Runtime.evaluate', { expression, objectGroup: GROUP })
    const list = (result as { result?: { objectId?: string } } | undefined)?.result?.objectId
    const items = propertiesOf(session, list).own
    return functions.map((_, index) => {
      const id = items.find(({ name }) => name === String(index))?.value?.objectId
      const location = propertiesOf(session, id).internal.find(({ name }) => name === '[[FunctionLocation]]')
      const at = location?.value?.value as { lineNumber: number; columnNumber: number } | undefined
      return at === undefined ? undefined : { line: at.lineNumber + 1, column: at.columnNumber + 1 }
    })
  } finally {
    Reflect.deleteProperty(holder, key)
    post(session, 'Runtime.releaseObjectGroup', { objectGroup: GROUP })
  }
}

function propertiesOf(session: Session, objectId: string | undefined) {
  const { result } = objectId
    ? post(session, 'Runtime.getProperties', { objectId, ownProperties: true })
    : { result: undefined }
  const found = result as { result?: Property[]; internalProperties?: Property[] } | undefined
  return { own: found?.result ?? [], internal: found?.internalProperties ?? [] }
}
