import picomatch from 'picomatch'

/** Does a path (relative, `/` between segments) match? */
export type PathMatcher = (path: string) => boolean

/**
 * A matcher for any of the globs: `*` within a segment, `**` across segments, `{a,b}`, dot files included.
 * Extended globs are off: `+(…)` nests quantifiers, which a hostile policy could turn into exponential matching.
 */
export function matchAny(globs: readonly string[]): PathMatcher {
  return picomatch([...globs], { dot: true, noextglob: true, nonegate: true, strictSlashes: true })
}
