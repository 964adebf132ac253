import type { Limits } from '../../base/limits.ts'
import type { Dockerfile, DockerInstruction } from '../../formats/dockerfile.ts'
import { lexShell } from '../../formats/shell.ts'
import { changedDirectory } from '../../formats/shell-directory.ts'
import type { ShellCommand, ShellWord } from '../../formats/shell-syntax.ts'
import { LONGEST_PASSED_ON } from '../../formats/shell-variables.ts'
import { type BuildStage, type CopyOrigin, variableIn } from './build-stage.ts'

/** The stages of a file, while it is read. */
export interface BuildStages {
  current: BuildStage
  /** How many FROM instructions the file has. */
  readonly count: number
  /** By number and by name in lower case. */
  readonly byName: Map<string, BuildStage>
  /** What stands before the first FROM: its ARGs are the defaults of those repeated in a stage. */
  readonly globals: BuildStage
  next: number
}

export function startStages({ escape, instructions }: Dockerfile): BuildStages {
  const count = instructions.filter(({ keyword }) => keyword === 'FROM').length
  // A backtick as escape character says Windows, where RUN starts cmd.
  const globals = newStage(-1, undefined, undefined, escape === '`' ? '^' : '\\')
  return { current: globals, count, byName: new Map(), globals, next: 0 }
}

/** `FROM [--platform=…] image [AS name]`. */
export function beginStage(stages: BuildStages, instruction: DockerInstruction, limits: Limits): void {
  const words = commandIn(instruction, stages.globals, limits)?.words ?? []
  const base = stages.byName.get(words[0]?.text.toLowerCase() ?? '')
  const name = words[1]?.text.toLowerCase() === 'as' ? words[2]?.text.slice(0, 100) : undefined
  const stage = newStage(stages.next++, name, base, base?.escape ?? stages.globals.escape)
  stage.directory = base === undefined ? '.' : base.directory
  stages.byName.set(String(stage.number), stage)
  if (name !== undefined) stages.byName.set(name.toLowerCase(), stage)
  stages.current = stage
}

/** ARG, ENV, WORKDIR, SHELL, COPY and ADD change what the commands behind them see. */
export function readSetting(stages: BuildStages, instruction: DockerInstruction, limits: Limits): void {
  const { current } = stages
  if (instruction.keyword === 'SHELL') {
    current.escape = escapeOf(instruction)
    return
  }
  if (!SETTINGS.has(instruction.keyword)) return
  const command = commandIn(instruction, current, limits)
  if (instruction.keyword === 'ARG') readArguments(stages, command)
  else if (instruction.keyword === 'ENV') readEnvironment(current, command)
  else if (instruction.keyword === 'WORKDIR') readDirectory(current, command)
  else readCopy(stages, instruction, command)
}

const SETTINGS: ReadonlySet<string> = new Set(['ARG', 'ENV', 'WORKDIR', 'COPY', 'ADD'])

function newStage(
  number: number,
  name: string | undefined,
  base: BuildStage | undefined,
  escape: BuildStage['escape'],
): BuildStage {
  return { number, name, base, environment: new Map(), arguments: new Map(), directory: '.', escape, copies: [] }
}

/** Docker expands variables and quotes in these instructions as a shell does ("Environment replacement"). */
function commandIn(instruction: DockerInstruction, stage: BuildStage, limits: Limits): ShellCommand | undefined {
  const variable = (name: string): string | undefined => variableIn(stage, name)
  return lexShell(instruction.arguments.text, { limits, variable }).commands[0]
}

/** `ARG NAME=default NAME2`; without a default it has that of the ARG before the first FROM. */
function readArguments({ current, globals }: BuildStages, command: ShellCommand | undefined): void {
  for (const { name, value } of command?.assignments ?? []) current.arguments.set(name, valueOf(value))
  for (const { text } of command?.words ?? []) {
    const equals = text.indexOf('=')
    if (equals < 0) current.arguments.set(text, globals.arguments.get(text))
    else current.arguments.set(text.slice(0, equals), text.slice(equals + 1))
  }
}

/** `ENV NAME=value NAME2=value`, and the old `ENV NAME value`. */
function readEnvironment(stage: BuildStage, command: ShellCommand | undefined): void {
  for (const { name, value } of command?.assignments ?? []) stage.environment.set(name, valueOf(value))
  const [name, ...rest] = command?.words ?? []
  if (name === undefined || command?.assignments.length !== 0) return
  const values = rest.map(valueOf)
  stage.environment.set(name.text, values.includes(undefined) ? undefined : values.join(' '))
}

function valueOf(word: ShellWord): string | undefined {
  return word.unknown.length === 0 && word.text.length <= LONGEST_PASSED_ON ? word.text : undefined
}

function readDirectory(stage: BuildStage, command: ShellCommand | undefined): void {
  const [word] = command?.words ?? []
  const target = word === undefined ? undefined : valueOf(word)
  stage.directory = target === undefined ? undefined : changedDirectory(stage.directory, target)
}

function escapeOf({ exec }: DockerInstruction): BuildStage['escape'] {
  const shell = exec?.[0]?.text.toLowerCase() ?? ''
  if (/(?:powershell|pwsh)(?:\.exe)?$/.test(shell.slice(-200))) return '`'
  return /cmd(?:\.exe)?$/.test(shell.slice(-200)) ? '^' : '\\'
}

function readCopy(stages: BuildStages, instruction: DockerInstruction, command: ShellCommand | undefined): void {
  const { current } = stages
  const words = instruction.exec?.map(({ text }) => text) ?? command?.words.map(({ text }) => text) ?? []
  const written = words.at(-1)
  const target = written === undefined ? undefined : changedDirectory(current.directory, written)
  if (target === undefined) return
  const sources = words.slice(0, -1)
  const origin = originOf(stages, instruction)
  current.copies.push({ sources, target, origin })
}

function originOf(stages: BuildStages, { flags, arguments: text }: DockerInstruction): CopyOrigin {
  const from = flags.find(({ name }) => name === 'from')?.value
  if (from === undefined) return { kind: /^<<|:\/\//.test(text.text) ? 'elsewhere' : 'context' }
  const stage = stages.byName.get(from.toLowerCase())
  return stage === undefined ? { kind: 'elsewhere' } : { kind: 'stage', stage }
}
