import { isSource, type Rule } from '../package-facts.js'

/** Nothing is exported by default, and an index.ts only names what the package offers. */
export const namedExports: Rule = (packages) =>
  packages.flatMap(({ name, files }) =>
    files
      .filter(isSource)
      .flatMap((file) => [
        ...(file.hasDefaultExport ? [`${name}/${file.path}: default export`] : []),
        ...(file.path.endsWith('/index.ts') && !file.onlyReexports
          ? [`${name}/${file.path}: holds something else than explicit named re-exports`]
          : []),
      ]),
  )
