import { DEFAULT_LIMITS, type Limits } from '../../../base/limits.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import { lexShell } from '../../../formats/shell.ts'
import type { BehaviourMoment } from '../behaviour.ts'
import { ShellCommandRun } from './shell-command-run.ts'
import { type FunctionBody, functionAt, groupStart, isCasePattern, listOf, type PlacedCommand } from './shell-list.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { joinValues, plainValue, type ScriptValue, taintedValue } from './script-value.ts'
import { arrayValues, closingBracket } from './shell-word-value.ts'
import { ShellState, type ShellText } from './shell-state.ts'

/** Longest script that is read; what is behind it is told as unread. The longest of real packages is a `configure` of 1.3 MB. */
const MOST_CHARACTERS = 4 * 1024 * 1024

/** Options of a reading of shell text. */
export interface ShellReadingOptions {
  readonly limits?: Limits
  readonly when: BehaviourMoment
  /** Every command is told, also ordinary tools. */
  readonly tellsAll?: boolean
  /** Stands for every place in the text: it was decoded, or is a part of another file. */
  readonly spot?: Spot
  /** The line in the file where the text begins. */
  readonly firstLine?: number
}

/**
 * Follows a shell script as far as its text tells: variables, functions, pipes, here-documents, files that it writes itself, text that it
 * decodes and runs. What it does is noted with where the data comes from. Nothing is run; commands are bounded together, also
 * over functions that call functions.
 */
export function readShellScript(text: string, findings: ScriptFindings, options: ShellReadingOptions): void {
  const source = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text
  const { limits = DEFAULT_LIMITS, when, tellsAll = false } = options
  const state = new ShellState(findings, { limits, when, tellsAll, script: source })
  const shell = new Shell(state)
  shell.runText({ text: source, spot: spots(source, options), depth: 0, isDecoded: false })
  shell.runUncalled()
  if (text.length > source.length)
    findings.add('unread', 'script', { line: 1, column: 1 }, 'unknown', [], `longer than ${MOST_CHARACTERS} characters`)
}

function spots(text: string, { spot, firstLine = 1 }: ShellReadingOptions): (offset: number) => Spot {
  if (spot !== undefined) return () => spot
  const lines = lineIndex(text)
  return (offset) => {
    const { line, column } = lines.position(Math.max(0, offset))
    return { line: line + firstLine - 1, column }
  }
}

/** Runs lists of commands in the imagination. A class because it lives as long as one reading. */
class Shell {
  readonly #state: ShellState

  constructor(state: ShellState) {
    this.#state = state
    state.connect({
      runText: (text) => this.runText(text),
      runFunction: (name, words, stdin) => this.#callFunction(name, words, stdin),
    })
  }

  /** What the text prints. */
  runText(text: ShellText): ScriptValue {
    if (!this.#state.enter(text)) return taintedValue()
    const { commands, issues } = lexShell(text.text, { limits: this.#state.limits })
    const [issue] = issues
    if (issue !== undefined && text.depth === 0 && issue.message.startsWith('nested'))
      this.#state.findings.add('unread', 'script', text.spot(issue.offset), 'unknown', [], issue.message)
    this.#readArrays(text)
    const printed = this.#runList(listOf(commands), text)
    this.#state.leave()
    return printed
  }

  /** Functions that nobody in the script calls: another script may, when it has read this one. */
  runUncalled(): void {
    for (const [name, { called }] of this.#state.functions)
      if (!called) this.#callFunction(name, [], plainValue(''), 'call')
  }

  #runList(list: readonly PlacedCommand[], text: ShellText): ScriptValue {
    const printed: ScriptValue[] = []
    let outputs: { readonly start: number; readonly value: ScriptValue }[] = []
    let last: PlacedCommand | undefined
    let skipTo = -1
    for (const [index, placed] of list.entries()) {
      if (placed.start < skipTo) continue
      const body = this.#state.functions.size < 500 ? functionAt(text.text, placed) : undefined
      if (body !== undefined) {
        const inner = bodyOf(list, index + 1, body)
        this.#state.functions.set(body.name, { list: inner, text, called: false })
        skipTo = body.end
        continue
      }
      if (!this.#state.spend()) break
      if (isCasePattern(text.text, placed)) continue
      const isPiped = placed.command.after === '|' && last !== undefined
      const stdin = isPiped ? this.#pipe(text, last, placed, outputs) : plainValue('')
      if (isPiped) printed.pop()
      const value = new ShellCommandRun(this.#state, text, placed, stdin, isPiped).run()
      last = placed
      outputs.push({ start: placed.start, value })
      if (outputs.length > 400) outputs = outputs.slice(-200)
      printed.push(value)
      if (printed.length > 200) printed.splice(0, printed.length, joinValues(printed, '\n'))
    }
    return joinValues(
      printed.filter(({ text: one, taints }) => one !== '' || taints.length > 0),
      '\n',
    )
  }

  /** What the command before a pipe prints, or all commands of the group before it. */
  #pipe(
    { text }: ShellText,
    before: PlacedCommand | undefined,
    { start: to }: PlacedCommand,
    outputs: readonly { readonly start: number; readonly value: ScriptValue }[],
  ): ScriptValue {
    const from = this.#state.spendGroup() ? groupStart(text, before?.end ?? 0, to) : undefined
    const parts = from === undefined ? outputs.slice(-1) : outputs.filter(({ start }) => start >= from)
    return joinValues(
      parts.map(({ value }) => value).filter((value) => value.text !== '' || value.taints.length > 0),
      '\n',
    )
  }

  #callFunction(name: string, words: readonly ScriptValue[], stdin: ScriptValue, when?: BehaviourMoment): ScriptValue {
    const known = this.#state.functions.get(name)
    if (known === undefined || !this.#state.enterFunction(name)) return taintedValue()
    known.called = true
    const printed = this.#state.within(words, stdin, when, () => this.#runList(known.list, known.text))
    this.#state.leaveFunction(name)
    return printed
  }

  /** `NAME=(a b c)`, wherever it stands. */
  #readArrays(text: ShellText): void {
    let count = 0
    for (const match of text.text.matchAll(/(?:^|[\s;&|({])([A-Za-z_]\w{0,60})\+?=\(/g)) {
      if (++count > 200) return
      const open = match.index + match[0].length - 1
      const close = closingBracket(text.text.slice(open, open + 65_536), 0, '(', ')')
      const raw = text.text.slice(open + 1, open + close)
      // Where a substitution runs is not followed here; it would run twice.
      if (raw.includes('$(') || raw.includes('`')) continue
      this.#state.setArray(match[1] ?? '', arrayValues(raw, open + 1, this.#state.wordContext(text)))
    }
  }
}

/** Most commands of one function. */
const MOST_IN_FUNCTION = 5000

function bodyOf(list: readonly PlacedCommand[], from: number, { start, end }: FunctionBody): readonly PlacedCommand[] {
  let to = from
  while (to < list.length && to - from < MOST_IN_FUNCTION && (list[to]?.start ?? end) < end) to++
  return list.slice(from, to).filter((placed) => placed.start >= start)
}
