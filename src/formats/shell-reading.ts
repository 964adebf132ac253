import { commandDraft, type CommandDraft, WordDraft } from './shell-draft.ts'
import { type KnownValue, ShellVariables } from './shell-variables.ts'
import type { ShellIssue, ShellOptions } from './shell-syntax.ts'

export type FrameKind = 'top' | 'substitution' | 'backtick' | 'subshell' | 'array' | 'arithmetic' | 'parameter'

/** One level of nesting. Frames live on the heap, so depth costs no stack. */
export interface Frame {
  readonly kind: FrameKind
  readonly start: number
  /** Does its end add an unknown piece to the word around it? */
  readonly inWord: boolean
  /** Where the variables stood when it began. */
  readonly mark: number
  command: CommandDraft
  word: WordDraft | undefined
  double: boolean
  /** Open parentheses of an arithmetic expression. */
  parens: number
  /** `${…}` without anything nested or quoted: only such a one is understood. */
  simple: boolean
  /** Open branches and loop bodies: where the variables stood when each began. */
  readonly branches: number[]
  /** Open `case` commands: how many branches were open when each began. */
  readonly cases: number[]
  /** The variable of a `for` whose `do` has not come yet. */
  loop: { readonly name: string; readonly value: KnownValue | undefined } | undefined
  array: ArrayTarget | undefined
}

export interface ArrayTarget {
  readonly name: string
  readonly append: boolean
}

export interface PendingHereDocument {
  readonly command: CommandDraft
  readonly delimiter: string
  readonly strips: boolean
  readonly expands: boolean
}

/** The state of one reading of shell text; the functions of shell-*.ts work on it. */
export interface Reading {
  readonly text: string
  readonly escape: string
  readonly depth: number
  readonly variables: ShellVariables
  readonly commands: CommandDraft[]
  readonly issues: ShellIssue[]
  readonly frames: Frame[]
  readonly hereDocuments: PendingHereDocument[]
  frame: Frame
  at: number
  /** Characters that expansions may still add: `A=$A$A` doubles with every line. */
  budget: number
}

export function startReading(text: string, options: ShellOptions): Reading {
  const variables = new ShellVariables(options.variable ?? (() => undefined))
  const top = newFrame('top', 0, false, variables)
  return {
    text,
    escape: options.escape ?? '\\',
    depth: options.limits.depth,
    variables,
    commands: [],
    issues: [],
    frames: [top],
    hereDocuments: [],
    frame: top,
    at: 0,
    // In proportion to the text, so that reading stays linear however often a long value is used.
    budget: Math.min(options.limits.nodes, 65_536 + 4 * text.length),
  }
}

/** Goes one level deeper; false when that is too deep and reading has stopped. */
export function pushFrame(reading: Reading, kind: FrameKind, start: number, inWord: boolean): boolean {
  if (isTooDeep(reading)) return false
  if (inWord) {
    reading.frame.simple = false
    if (takesWords(reading.frame)) wordAt(reading, start)
  }
  reading.frame = newFrame(kind, start, inWord, reading.variables)
  reading.frames.push(reading.frame)
  return true
}

/** Inside `${…}` and `$((…))` nothing is a word of a command. */
export function takesWords(frame: Frame): boolean {
  return frame.kind !== 'parameter' && frame.kind !== 'arithmetic'
}

/** The word being read; a new one, standing at `start`, when there is none. */
export function wordAt(reading: Reading, start: number): WordDraft {
  return (reading.frame.word ??= new WordDraft(start))
}

/** Adds what is written from `start` to here and what only the run can tell. */
export function addUnknown(reading: Reading, start: number): void {
  const { frame } = reading
  frame.simple = false
  if (!takesWords(frame)) return
  const word = wordAt(reading, start)
  if (frame.double) word.quote()
  word.addUnknown(reading.text, start, reading.at)
}

export function addIssue(reading: Reading, message: string, offset: number): void {
  if (reading.issues.length < 10) reading.issues.push({ message, offset })
}

/** Stops reading, with an issue, where levels and branches together are more than the limit. */
export function isTooDeep(reading: Reading): boolean {
  const depth = reading.frames.reduce((sum, frame) => sum + 1 + frame.branches.length + frame.cases.length, 0)
  if (depth <= reading.depth) return false
  addIssue(reading, `nested deeper than ${reading.depth} levels; the rest was not read`, reading.at)
  reading.at = reading.text.length
  return true
}

function newFrame(kind: FrameKind, start: number, inWord: boolean, variables: ShellVariables): Frame {
  return {
    kind,
    start,
    inWord,
    mark: variables.mark(),
    command: commandDraft(';'),
    word: undefined,
    double: false,
    parens: 0,
    simple: true,
    branches: [],
    cases: [],
    loop: undefined,
    array: undefined,
  }
}
