import { packageOf } from '@plimsoll/core'

/** What a compiler puts into code, listed by hand or not: nobody calls it. */
const COMPILED_IN: ReadonlySet<string> = new Set([
  'tslib',
  '@babel/runtime',
  '@babel/runtime-corejs3',
  '@swc/helpers',
  'regenerator-runtime',
])

/** What the manifests of the program and of folders say. */
export interface Manifests {
  readonly listedIn: (folder: string) => readonly string[]
  readonly listedByProgram: () => readonly string[]
}

const FOLDER = /[\\/]node_modules[\\/]/
/** Where some package managers keep what they link: no package below another. */
const STORE = /[\\/]node_modules[\\/]\.[^\\/]+[\\/][^\\/]+(?=[\\/]node_modules[\\/])/
/** Of packages that are asked for who needs them. */
const MOST_ASKED = 300

/**
 * Which packages the application has chosen, by listing them. What a package brings along is its own affair: `clone`
 * below a cache is as innocent as `JSON.parse`. Manifests are read once, when something is looked into.
 */
export class ChosenPackages {
  readonly #manifests: Manifests
  readonly #isChosen = new Map<string, boolean>()
  readonly #listed = new Map<string, ReadonlySet<string>>()
  readonly #neededBy = new Map<string, string | undefined>()
  #byProgram: readonly string[] | undefined

  constructor(manifests: Manifests) {
    this.#manifests = manifests
  }

  /** Whether a file is the application's, or of a package that it lists; where no list is to be had, of any. */
  isChosen(file: string): boolean {
    if (file === '' || file.startsWith('node:')) return false
    let isChosen = this.#isChosen.get(file)
    if (isChosen === undefined) {
      isChosen = this.#judge(file)
      this.#isChosen.set(file, isChosen)
    }
    return isChosen
  }

  /** The listed package for which an unlisted one is installed, as far as one step tells. */
  neededBy(file: string): string | undefined {
    const name = packageOf(file)
    if (name === undefined || this.isChosen(file)) return undefined
    const folder = rootOf(file)
    const key = `${folder}:${name}`
    if (!this.#neededBy.has(key)) this.#neededBy.set(key, this.#findNeeding(folder, name))
    return this.#neededBy.get(key)
  }

  /** Reads the manifests of all listed packages, in the worst case. */
  #findNeeding(folder: string, name: string): string | undefined {
    const listed = [...this.#listedAt(folder)].slice(0, MOST_ASKED)
    return listed.find((each) => this.#manifests.listedIn(`${folder}/node_modules/${each}`).includes(name))
  }

  #judge(file: string): boolean {
    const name = packageOf(file)
    if (name === undefined) return true
    if (COMPILED_IN.has(name)) return false
    const listed = this.#listedAt(rootOf(file))
    // A package below a package was not chosen, whatever it is called.
    return listed.size === 0 || (file.replace(STORE, '').split(FOLDER).length === 2 && listed.has(name))
  }

  #listedAt(folder: string): ReadonlySet<string> {
    let listed = this.#listed.get(folder)
    if (listed === undefined) {
      this.#byProgram ??= this.#manifests.listedByProgram()
      listed = new Set([...this.#manifests.listedIn(folder), ...this.#byProgram])
      this.#listed.set(folder, listed)
    }
    return listed
  }
}

/** The folder in which the outermost packages are installed. */
function rootOf(file: string): string {
  return file.slice(0, file.search(FOLDER))
}
