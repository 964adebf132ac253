import type { ShellWord } from '../../formats/shell-syntax.ts'
import { excerpt } from '../python/extraction-builder.ts'
import type { Invocation } from '../../formats/shell-invocation.ts'
import type { CommandSite } from './command-site.ts'

/** Takes down that a command reads packages from a file; says so where it cannot be found. */
export function includeFile(
  word: ShellWord,
  what: { readonly role: 'requires' | 'constrains'; readonly extractor: string },
  { variable }: Pick<Invocation, 'variable'>,
  site: CommandSite,
): void {
  const location = site.locate(word.original(0))
  const shown = excerpt(word.text)
  if (word.unknown.length > 0) {
    return site.recorder.partial(
      `expected a path, found ${shown}, which only the run can tell; its packages are not covered`,
      location,
    )
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(word.text)) {
    return site.recorder.outside(
      `expected a file of the scanned folder, found the address ${shown}; its packages are not covered`,
      location,
    )
  }
  const found = site.findFile(word.text, variable('PWD'))
  if (found.kind === 'file') site.recorder.include({ path: found.path, location, ...what })
  else
    site.recorder.outside(
      `expected a file of the scanned folder, found ${shown}, ${found.why}; its packages are not covered`,
      location,
    )
}
