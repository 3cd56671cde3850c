const LAST_IN_PATH = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/

/** The name of the installed package that a file is in; `undefined` for the application's own and Node's. */
export function packageOf(file: string): string | undefined {
  return LAST_IN_PATH.exec(file)?.[1]?.replace('\\', '/')
}
