import type { Limits } from '../../../base/limits.ts'
import { type MappedText, plainText } from '../../../formats/mapped-text.ts'
import { lexShell } from '../../../formats/shell.ts'
import { scriptOf } from '../../../formats/shell-inline-script.ts'
import { commandOfWords, invocationOf } from '../../../formats/shell-invocation.ts'
import type { ShellCommand, ShellOptions, ShellWord, VariableLookup } from '../../../formats/shell-syntax.ts'
import type { Location } from '../../../model/location.ts'
import type { CodeKind, FileCode, PlacedCommand, PlacedScript, PlacedVariable } from './file-code.ts'

/** Where a script stands. */
export interface ScriptSite {
  readonly locate: (offset: number) => Location
  readonly variable?: VariableLookup
  readonly escape?: ShellOptions['escape']
}

/** Scripts in scripts deeper than this are written by nobody. */
const DEEPEST = 8

/** More commands of one file than anybody looks through. */
const MOST_COMMANDS = 200_000

/** Collects what the scripts of one file do. A class because it lives exactly as long as the reading of a file. */
export class ShellCollector {
  readonly #limits: Limits
  readonly #commands: PlacedCommand[] = []
  readonly #variables: PlacedVariable[] = []
  readonly #scripts: PlacedScript[] = []

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Reads a script; its text maps to offsets that `site.locate` takes. */
  readScript(text: MappedText, site: ScriptSite): void {
    this.#scripts.push({ text, locate: site.locate })
    this.#read(text, site, 0)
  }

  /** Reads one command that no shell splits: the JSON form of RUN. */
  readWords(words: readonly ShellWord[], site: ScriptSite): void {
    const [first, last] = [words[0], words.at(-1)]
    if (first === undefined || last === undefined) return
    this.#scripts.push({ text: joinedWords(words), locate: site.locate })
    this.#note(commandOfWords(words, site.variable ?? NOTHING), undefined, site, 0)
  }

  /** A variable that is set without a shell. */
  setVariable(variable: PlacedVariable): void {
    this.#variables.push(variable)
  }

  finish(kind: CodeKind): FileCode {
    return { kind, commands: this.#commands, variables: this.#variables, scripts: this.#scripts }
  }

  #read(text: MappedText, site: ScriptSite, depth: number): void {
    if (depth > DEEPEST) return
    const { commands } = lexShell(text.text, {
      limits: this.#limits,
      ...(site.variable === undefined ? {} : { variable: site.variable }),
      ...(site.escape === undefined ? {} : { escape: site.escape }),
    })
    const inside = { ...site, locate: (offset: number) => site.locate(text.original(offset)) }
    const noted: PlacedCommand[] = []
    for (const command of commands) {
      const source = command.after === '|' ? sourceOf(command, noted) : undefined
      const placed = this.#note(command, source, inside, depth)
      if (placed !== undefined) noted.push(placed)
    }
  }

  #note(
    command: ShellCommand,
    source: PlacedCommand | undefined,
    site: ScriptSite,
    depth: number,
  ): PlacedCommand | undefined {
    for (const { name, value } of command.assignments) this.#set(name, value, site)
    const invocation = invocationOf(command)
    if (invocation === undefined || this.#commands.length >= MOST_COMMANDS) {
      if (command.words.length === 0)
        for (const { body } of command.hereDocuments) this.#nested(body, command.variable, site, depth)
      return undefined
    }
    if (DECLARING.has(invocation.program)) this.#declare(invocation.words, site)
    const placed: PlacedCommand = {
      invocation,
      command,
      locate: site.locate,
      script: this.#scripts.length,
      ...(source === undefined ? {} : { source }),
    }
    this.#commands.push(placed)
    const script = scriptOf(invocation)
    if (script.kind === 'shell') this.#nested(script.text, invocation.variable, site, depth)
    else if (script.kind === 'words' && depth < DEEPEST)
      this.#note({ ...command, assignments: [], words: script.words }, undefined, site, depth + 1)
    else if (script.kind === 'shell-document')
      for (const { body } of invocation.hereDocuments) this.#nested(body, command.variable, site, depth)
    return placed
  }

  #nested(text: MappedText, variable: VariableLookup, site: ScriptSite, depth: number): void {
    this.#read(text, { ...site, variable }, depth + 1)
  }

  #declare(words: readonly ShellWord[], site: ScriptSite): void {
    for (const word of words) {
      const name = /^([A-Za-z_]\w*)=/.exec(word.text.slice(0, 200))?.[1]
      if (name === undefined) continue
      const value = word.unknown.length === 0 ? word.text.slice(name.length + 1) : undefined
      this.setVariable({ name, value, location: site.locate(word.original(0)) })
    }
  }

  #set(name: string, value: ShellWord, site: ScriptSite): void {
    this.setVariable({
      name,
      value: value.unknown.length === 0 ? value.text : undefined,
      location: site.locate(Math.max(0, value.span.start)),
    })
  }
}

const DECLARING: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'setx'])
const NOTHING: VariableLookup = () => undefined

/** How far back the command before a pipe is looked for: commands of substitutions stand between. */
const MOST_BETWEEN = 20

/** The commands of a substitution come before the one it stands in, so the writer of a pipe is the last that begins before. */
function sourceOf(command: ShellCommand, noted: readonly PlacedCommand[]): PlacedCommand | undefined {
  const start = command.words[0]?.span.start ?? 0
  return noted.slice(-MOST_BETWEEN).findLast((one) => (one.command.words[0]?.span.start ?? start) < start)
}

function joinedWords(words: readonly ShellWord[]): MappedText {
  const text = words.map((word) => word.text).join(' ')
  return { ...plainText(text, 0), original: () => words[0]?.original(0) ?? 0 }
}
