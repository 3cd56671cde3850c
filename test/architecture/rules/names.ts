import { emptyNames } from '../allowed-arrows.js'
import type { Rule } from '../package-facts.js'

/** Files and folders are named after the one concept inside. */
export const names: Rule = (packages) =>
  packages.flatMap(({ name, files }) =>
    files.flatMap((file) => {
      const words = file.path.replace(/(\.test)?\.[cm]?[jt]s$/, '').split(/[/.-]/)
      return emptyNames
        .filter((empty) => words.includes(empty))
        .map((empty) => `${name}/${file.path}: '${empty}' says nothing about what is inside`)
    }),
  )
