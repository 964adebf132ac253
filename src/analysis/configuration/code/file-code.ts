import type { MappedText } from '../../../formats/mapped-text.ts'
import type { Invocation } from '../../../formats/shell-invocation.ts'
import type { ShellCommand } from '../../../formats/shell-syntax.ts'
import type { Location } from '../../../model/location.ts'

/** What kind of file commands stand in; what is ordinary in one is not in another. */
export type CodeKind = 'script' | 'image' | 'pipeline' | 'service' | 'notebook' | 'make' | 'manifest' | 'document'

/** A command that a file has a shell run, with all that is around it. */
export interface PlacedCommand {
  readonly invocation: Invocation
  readonly command: ShellCommand
  /** The command whose output it reads through a pipe. */
  readonly source?: PlacedCommand
  /** The place of an offset of its words. */
  readonly locate: (offset: number) => Location
  /** Scripts are told apart: what one downloads another does not run. */
  readonly script: number
}

/** A variable that a file sets for programs: `ENV`, `env:`, `export`, `NAME=value command`. */
export interface PlacedVariable {
  readonly name: string
  /** As written; undefined where only the run can tell. */
  readonly value: string | undefined
  readonly location: Location
}

/** Everything a file has shells do. */
export interface FileCode {
  readonly kind: CodeKind
  readonly commands: readonly PlacedCommand[]
  readonly variables: readonly PlacedVariable[]
  /** The scripts as text, for what is no command: expressions, PowerShell. */
  readonly scripts: readonly PlacedScript[]
}

/** One script; its text maps to what `locate` takes. */
export interface PlacedScript {
  readonly text: MappedText
  readonly locate: (offset: number) => Location
}

/** The words of a command as a person would type them, at most 160 characters. */
export function shownCommand({ command }: PlacedCommand): string {
  return command.words
    .slice(0, 40)
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, 160)
}

/** Where the name of the program stands. */
export function placeOf({ command, locate, invocation }: PlacedCommand): Location {
  return locate(command.words[0]?.original(0) ?? invocation.name.original(0))
}
