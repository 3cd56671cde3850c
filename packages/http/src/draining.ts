import { board } from '@plimsoll/core'

/** Whether the process is draining: what is answered then closes its connection. Costs a lookup while it is not. */
export function isDraining(): boolean {
  const told = board().list('drain')
  return told.length > 0 && told.some((draining) => draining())
}
