/** The name of the installed package that a file is in. */
export function packageOf(file: string): string | undefined {
  const parts = file.split(/[\\/]node_modules[\\/]/)
  if (parts.length < 2) return undefined
  const [first = '', second = ''] = (parts.at(-1) ?? '').split(/[\\/]/)
  return first.startsWith('@') ? `${first}/${second}` : first
}

/** Whether a file is the application's own. */
export function isApplications(file: string): boolean {
  return file !== '' && !file.startsWith('node:') && packageOf(file) === undefined
}
