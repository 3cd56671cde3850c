import { allowedArrows } from '../allowed-arrows.js'
import { type Rule, siblingOf } from '../package-facts.js'

/** A package imports only those below it, in its tests too: a circle of dev-dependencies is a circle. */
export const arrows: Rule = (packages) =>
  packages.flatMap(({ name, files }) => {
    const allowed = allowedArrows[name]
    if (allowed === undefined) return [`${name}: not in the table of packages`]
    return files.flatMap((file) =>
      file.imports.flatMap((specifier) => {
        const sibling = siblingOf(specifier)
        if (sibling === undefined || sibling.name === name || allowed.includes(sibling.name)) return []
        return [`${name}/${file.path}: ${name} may not import ${specifier}`]
      }),
    )
  })
