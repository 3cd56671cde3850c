/** What the rules look at: plain data, so that a test can make up a package that breaks a rule. */
export interface PackageFacts {
  /** Name of the folder under packages/. */
  readonly name: string
  readonly manifest: Manifest
  readonly files: readonly FileFacts[]
}

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
}

export interface FileFacts {
  /** Relative to the package, with slashes: `src/platform/clock.ts`. */
  readonly path: string
  readonly lines: number
  /** Specifiers of everything imported, re-exported, required or augmented, types included. */
  readonly imports: readonly string[]
  readonly hasDefaultExport: boolean
  /** Whether every statement is an explicit named re-export. */
  readonly onlyReexports: boolean
  /** Members reached through `globalThis`, where no linter rule about globals sees them. */
  readonly globalThisMembers: readonly string[]
}

export type Rule = (packages: readonly PackageFacts[]) => string[]

export const isSource = (file: FileFacts): boolean => file.path.startsWith('src/')
export const isPlatform = (file: FileFacts): boolean => file.path.startsWith('src/platform/')

/** `@plimsoll/core/testing` -> `{ name: 'core', subpath: './testing' }`; undefined for anybody else's package. */
export function siblingOf(specifier: string): { name: string; subpath: string } | undefined {
  const match = /^@plimsoll\/([^/]+)(?:\/(.+))?$/.exec(specifier)
  if (match === null) return undefined
  return { name: match[1] as string, subpath: match[2] === undefined ? '.' : `./${match[2]}` }
}
