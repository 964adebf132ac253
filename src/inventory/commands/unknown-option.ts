import { excerpt } from '../python/extraction-builder.ts'
import type { ParsedArguments } from '../../formats/shell-arguments.ts'
import type { CommandSite } from './command-site.ts'

/** An option that is in no table may take the next word as its value, which was then taken for a package. */
export function reportUnknownOptions(parsed: ParsedArguments, site: CommandSite): void {
  for (const word of parsed.unknown) {
    const message = `expected a known option, found ${excerpt(word.text)}; the word behind it was read as a package`
    site.recorder.note(message, site.locate(word.original(0)))
  }
}
