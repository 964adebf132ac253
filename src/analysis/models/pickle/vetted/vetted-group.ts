/**
 * `vetted`: calling it with any arguments and giving its result any state builds data and does nothing else.
 * `inert-class`: the class of a library; loading needs that library's code and runs its constructor or `__setstate__`, which
 * were read and only keep what they are given. What such an object does is done when somebody uses it.
 */
export type VettedTier = 'vetted' | 'inert-class'

/** Globals of one library that were looked at together. */
export interface VettedGroup {
  readonly library: string
  /** The versions whose files hold these names. */
  readonly versions: string
  readonly tier: VettedTier
  /** What they do when a pickle calls them: the reason why they are on the list. */
  readonly does: string
  /** One module a line, its names behind the colon; a module may have several lines. Exact names, no patterns. */
  readonly globals: string
}

/** The pairs of module and name of a group. Throws an Error on a line that is not `module: names`: the list is our own. */
export function* vettedNames(group: VettedGroup): Generator<readonly [module: string, name: string]> {
  for (const line of group.globals.split('\n')) {
    if (line.trim() === '') continue
    const [module, names] = line.trim().split(': ')
    if (module === undefined || names === undefined)
      throw new Error(`${group.library}: expected "module: names" in ${line}`)
    for (const name of names.split(' ')) yield [module, name]
  }
}
