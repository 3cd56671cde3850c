import type { Session } from 'node:inspector'
import { SnapshotError } from '../snapshot-error.js'

/** A session with the inspector of this thread. */
export class InspectorSession {
  readonly #session: Session

  /** Rejects with `ERR_PLIMSOLL_SNAPSHOT_REFUSED` where Node has no inspector, or gives none. */
  static async open(): Promise<InspectorSession> {
    try {
      // Not at the top: a Node that was built without the inspector throws.
      const { Session } = await import('node:inspector')
      const session = new Session()
      session.connect()
      return new InspectorSession(session)
    } catch (cause) {
      const denied = (cause as { readonly code?: unknown } | null)?.code === 'ERR_ACCESS_DENIED'
      const why = denied ? 'the permission model denies it' : 'Node was built without it'
      throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_REFUSED', `The inspector cannot be had: ${why}`, {
        cause,
      })
    }
  }

  private constructor(session: Session) {
    this.#session = session
  }

  post(method: string, params: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      )
    })
  }

  close(): void {
    this.#session.disconnect()
  }
}
