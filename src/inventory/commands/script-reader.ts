import type { MappedText } from '../../formats/mapped-text.ts'
import type { ShellCommand } from '../../formats/shell-syntax.ts'
import type { CommandSite } from './command-site.ts'

/** How text and word lists that stand inside other code are read. The offsets of both count in the text of the site. */
export interface ScriptReader {
  readonly script: (text: MappedText, site: CommandSite) => void
  readonly command: (command: ShellCommand, site: CommandSite) => void
}
