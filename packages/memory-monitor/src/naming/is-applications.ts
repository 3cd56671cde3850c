import { packageOf } from '@plimsoll/core'

/** Whether a file is the application's own. */
export function isApplications(file: string): boolean {
  return file !== '' && !file.startsWith('node:') && packageOf(file) === undefined
}
