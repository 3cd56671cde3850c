import type { OnError } from '@plimsoll/core'

/** Sets fields to `undefined`, where they are: deleting one would make the object slow for its next readers. */
export function clearFields(holders: readonly unknown[], names: readonly string[], onError: OnError): void {
  for (const holder of holders) {
    if (typeof holder !== 'object' || holder === null) continue
    for (const name of names) {
      if (!Object.hasOwn(holder, name)) continue
      try {
        ;(holder as Record<string, unknown>)[name] = undefined
      } catch (error) {
        onError(error)
      }
    }
  }
}
