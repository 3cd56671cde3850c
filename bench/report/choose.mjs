import { CannotRun } from './cannot-run.mjs'

/**
 * Narrows `all` to what `--only a,b --only c` names, or to the peers with `--peers-only`.
 * A name that does not exist ends the run: a bench that measured nothing must not look like one that did.
 */
export function choose(all, { only, 'peers-only': peersOnly = false }) {
  const wanted = only?.flatMap((item) => item.split(','))
  const unknown = wanted?.find((name) => !all.includes(name))
  if (unknown) throw new CannotRun(`--only ${unknown}: expected some of ${all.join(', ')}`)
  return all.filter((name) => (wanted ? wanted.includes(name) : !(peersOnly && name.startsWith('plimsoll'))))
}
