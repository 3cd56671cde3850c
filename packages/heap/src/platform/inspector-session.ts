import type { Session } from 'node:inspector'
import { SnapshotError } from '../snapshot-error.js'

let shared: InspectorSession | undefined

/**
 * The session of this thread with its own inspector, opened when it is first asked for and never closed: when any
 * session of a thread ends, V8 forgets the ids of all objects, and two snapshots around it cannot be compared. An idle
 * session costs nothing and holds nothing up.
 *
 * Rejects with `ERR_PLIMSOLL_SNAPSHOT_REFUSED` where Node has no inspector, or gives none.
 */
export async function inspectorSession(): Promise<InspectorSession> {
  if (shared !== undefined) return shared
  try {
    // Not at the top: a Node that was built without the inspector throws.
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connect()
    shared = new InspectorSession(session)
    return shared
  } catch (cause) {
    const denied = (cause as { readonly code?: unknown } | null)?.code === 'ERR_ACCESS_DENIED'
    const why = denied ? 'the permission model denies it' : 'Node was built without it'
    throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_REFUSED', `The inspector cannot be had: ${why}`, { cause })
  }
}

export class InspectorSession {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  post(method: string, params: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      )
    })
  }
}
