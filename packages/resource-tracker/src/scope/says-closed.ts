/** The codes with which Node refuses to close what is closed. */
const CLOSED =
  /^(?:ERR_\w*(?:CLOSED|NOT_RUNNING|DESTROYED|AFTER_CLOSE|NOT_CONNECTED|DISCONNECTED)|ERR_INVALID_STATE|EBADF)$/

/** Whether an error says that what should be closed is closed already. It is the application's: it may be anything. */
export function saysClosed(error: unknown): boolean {
  try {
    const { code } = Object(error) as { readonly code?: unknown }
    return typeof code === 'string' && CLOSED.test(code)
  } catch {
    return false
  }
}
