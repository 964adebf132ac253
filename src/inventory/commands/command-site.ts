import type { MappedText } from '../../formats/mapped-text.ts'
import type { ShellOptions, VariableLookup } from '../../formats/shell-syntax.ts'
import type { Location } from '../../model/location.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { InstallRecorder } from './install-recorder.ts'

/** Where commands stand: what is around them, and where what they install is written down. */
export interface CommandSite {
  readonly recorder: InstallRecorder
  /** Of every mention: `stage:builder`, for example. */
  readonly groups: readonly string[]
  readonly scope: Scope
  /** The place of an offset in the text that the command was taken from. */
  readonly locate: (offset: number) => Location
  /** Variables known before the first command; `PWD` is the directory it starts in. */
  readonly variable: VariableLookup
  readonly escape: NonNullable<ShellOptions['escape']>
  /** The file of the scanned tree that `path`, seen from `directory`, is. */
  readonly findFile: (path: string, directory: string | undefined) => FoundFile
  /** How many `sh -c "…"` deep. */
  readonly depth: number
}

/** A file of the tree, relative to its root, or the reason why it is not known which. */
export type FoundFile =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unknown'; readonly why: string }

/** The same site for text that stands inside the text of this one. */
export function nestedSite(site: CommandSite, inside: MappedText, variable: VariableLookup): CommandSite {
  return { ...site, variable, depth: site.depth + 1, locate: (offset) => site.locate(inside.original(offset)) }
}
