import type { HeapFrame } from '@plimsoll/heap/profile'

/**
 * Whether that is what a file does when it is loaded. It is done once, unless somebody loads it again and again, and
 * then that is who is to blame.
 */
export function isModuleItself({ functionName, line, column }: HeapFrame): boolean {
  return functionName === '' && line === 1 && column === 1
}
