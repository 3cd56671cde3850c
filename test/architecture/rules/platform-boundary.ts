import { isPlatform, isSource, type Rule } from '../package-facts.js'

/**
 * The linter keeps everything outside src/platform from the modules and globals of the operating system. This
 * closes the way around it: the same globals as members of `globalThis`.
 */
export function platformBoundary(deniedGlobals: readonly string[]): Rule {
  return (packages) =>
    packages.flatMap(({ name, files }) =>
      files
        .filter((file) => isSource(file) && !isPlatform(file))
        .flatMap((file) => file.globalThisMembers.map((member) => ({ file, member })))
        .filter(({ member }) => deniedGlobals.includes(member))
        .map(({ file, member }) => `${name}/${file.path}: globalThis.${member} belongs in src/platform`),
    )
}
