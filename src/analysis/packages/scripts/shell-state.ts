import type { Limits } from '../../../base/limits.ts'
import type { BehaviourMoment, Taint, TaintSource } from '../behaviour.ts'
import { isHostVariable, isSecretVariable } from '../known-places.ts'
import { unknownFile } from './known-file.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { joinValues, plainValue, type ScriptValue, taintedValue, UNKNOWN_PART } from './script-value.ts'
import type { PlacedCommand } from './shell-list.ts'
import type { WordContext } from './shell-word-value.ts'

/** A text of commands and where its offsets stand in the file. */
export interface ShellText {
  readonly text: string
  readonly spot: (offset: number) => Spot
  /** How many texts inside texts. */
  readonly depth: number
  /** It was made of a constant that nobody can read. */
  readonly isDecoded: boolean
}

interface ShellFunction {
  readonly list: readonly PlacedCommand[]
  readonly text: ShellText
  called: boolean
}

interface Runner {
  runText(text: ShellText): ScriptValue
  runFunction(name: string, words: readonly ScriptValue[], stdin: ScriptValue): ScriptValue
}

interface StateOptions {
  readonly limits: Limits
  readonly when: BehaviourMoment
  readonly tellsAll: boolean
  readonly script: string
}

/** Most commands that are followed, over all functions, loops and texts in texts; characters of all texts together. */
const MOST_COMMANDS = 40_000
const MOST_CHARACTERS = 24 * 1024 * 1024
const MOST_DEPTH = 8
const MOST_CALLS = 6
const MOST_NAMES = 20_000
const MOST_VALUES = 32 * 1024 * 1024
const MOST_GROUPS = 2000

/** What a script knows while it is followed. A class because it lives as long as one reading. */
export class ShellState {
  readonly findings: ScriptFindings
  readonly limits: Limits
  readonly tellsAll: boolean
  readonly functions = new Map<string, ShellFunction>()
  /** Connections that stay open, by the number of their descriptor. */
  readonly connections = new Map<string, string>()
  when: BehaviourMoment
  /** What comes into the function or group that is being followed. */
  stdin: ScriptValue = plainValue('')
  readonly #variables = new Map<string, ScriptValue>()
  readonly #arrays = new Map<string, readonly ScriptValue[]>()
  readonly #files = new Map<string, ScriptValue>()
  readonly #calls: string[] = []
  readonly #told = new Set<string>()
  #runner: Runner | undefined
  #words: readonly ScriptValue[] | undefined
  #commands = 0
  #values = 0
  #groups = 0
  #characters = 0
  #depth = 0

  constructor(findings: ScriptFindings, { limits, when, tellsAll, script }: StateOptions) {
    this.findings = findings
    this.limits = limits
    this.when = when
    this.tellsAll = tellsAll
    this.#files.set('<this>', plainValue(script))
    this.#variables.set('HOME', plainValue('~'))
    this.#variables.set('0', plainValue('<this>'))
    this.#variables.set('BASH_SOURCE', plainValue('<this>'))
  }

  connect(runner: Runner): void {
    this.#runner = runner
  }

  runText(text: ShellText): ScriptValue {
    return this.#runner?.runText(text) ?? taintedValue()
  }

  runFunction(name: string, words: readonly ScriptValue[], stdin: ScriptValue): ScriptValue {
    return this.#runner?.runFunction(name, words, stdin) ?? taintedValue()
  }

  /** May another text be read? */
  enter({ text, depth }: ShellText): boolean {
    this.#characters += text.length
    if (depth > MOST_DEPTH || this.#depth > MOST_DEPTH * 2 || this.#characters > MOST_CHARACTERS) return false
    this.#depth++
    return true
  }

  leave(): void {
    this.#depth--
  }

  /** May another command be followed? */
  spend(): boolean {
    return ++this.#commands <= MOST_COMMANDS
  }

  /** May another group before a pipe be looked for? */
  spendGroup(): boolean {
    return ++this.#groups <= MOST_GROUPS
  }

  enterFunction(name: string): boolean {
    if (this.#calls.length >= MOST_CALLS || this.#calls.includes(name)) return false
    this.#calls.push(name)
    return true
  }

  leaveFunction(_name: string): void {
    this.#calls.pop()
  }

  /** Follows the body of a function with its own `$1`, `$@` and standard input. */
  within(
    words: readonly ScriptValue[],
    stdin: ScriptValue,
    when: BehaviourMoment | undefined,
    body: () => ScriptValue,
  ): ScriptValue {
    const outer = { words: this.#words, stdin: this.stdin, when: this.when }
    this.#words = words
    this.stdin = stdin
    this.when = when ?? this.when
    const printed = body()
    this.#words = outer.words
    this.stdin = outer.stdin
    this.when = outer.when
    return printed
  }

  set(name: string, value: ScriptValue): void {
    // `x=$x$x` and `x+=y$x` grow with every line.
    this.#values += value.text.length
    const kept = this.#values > MOST_VALUES ? taintedValue(...value.taints) : value
    if (this.#variables.size < MOST_NAMES || this.#variables.has(name)) this.#variables.set(name, kept)
  }

  /** What was set is not sure: an unknown value keeps its sources. */
  get(name: string): ScriptValue | undefined {
    return this.#variables.get(name)
  }

  setArray(name: string, values: readonly ScriptValue[]): void {
    this.#arrays.set(name, values)
    this.set(name, values[0] ?? plainValue(''))
  }

  setFile(written: string, value: ScriptValue, appends: boolean): void {
    const path = plainPath(written)
    if (path === '' || path.startsWith('/dev/') || path === '<this>') return
    const before = appends ? this.#files.get(path) : undefined
    if (this.#files.size < MOST_NAMES)
      this.#files.set(path, before === undefined ? value : joinValues([before, value], '\n'))
  }

  /** What the script wrote to a file. */
  written(path: string): ScriptValue | undefined {
    return this.#files.get(plainPath(path))
  }

  /** What a file holds. */
  file(path: string, spot: Spot): ScriptValue {
    if (path === '/dev/stdin' || path === '-') return this.stdin
    if (path === '/dev/null') return plainValue('')
    return (
      this.#files.get(plainPath(path)) ?? unknownFile(path, (source, subject) => this.taint(spot, source, subject, []))
    )
  }

  /** The value of a variable; of the environment where the script never sets it. */
  variable(name: string, spot: Spot): ScriptValue {
    if (this.#words !== undefined && /^[@*1-9]$/.test(name))
      return name === '@' || name === '*'
        ? joinValues(this.#words, ' ')
        : (this.#words[Number(name) - 1] ?? plainValue(''))
    const known = this.#variables.get(name)
    if (known !== undefined) return known
    if (name === 'IFS') return { text: ' ', taints: [this.taint(spot, 'decoded', 'separators', [])] }
    if (isSecretVariable(name)) {
      this.findings.add('read-environment', name, spot, this.when, [], `$${name}`)
      return taintedValue(this.taint(spot, 'environment', name, []))
    }
    if (!isHostVariable(name)) return plainValue(UNKNOWN_PART)
    this.findings.add('host-facts', name, spot, this.when, [], `$${name}`)
    return taintedValue(this.taint(spot, 'host-facts', name, []))
  }

  /** The arguments of the function that is followed; undefined outside of one. */
  positional(): readonly ScriptValue[] | undefined {
    return this.#words
  }

  wordContext(text: ShellText, place = 0): WordContext {
    return {
      variable: (name) => this.variable(name, text.spot(place)),
      array: (name) => this.#arrays.get(name),
      capture: (inner, offset) =>
        this.runText({
          text: inner,
          depth: text.depth + 1,
          isDecoded: text.isDecoded,
          spot: (at) => text.spot(offset + at),
        }),
      disguise: (how, offset) => this.taint(text.spot(offset), 'decoded', how, [how]),
    }
  }

  taint(spot: Spot, source: TaintSource, subject: string, through: readonly string[]): Taint {
    return { source, subject: subject.slice(0, 200) || '?', place: this.findings.placeOf(spot), through }
  }

  /** Is it told for the first time? What ordinary programs are started is told once. */
  isFirst(what: string): boolean {
    if (this.#told.has(what)) return false
    if (this.#told.size < MOST_NAMES) this.#told.add(what)
    return true
  }
}

function plainPath(path: string): string {
  return path.replace(/^(?:\.\/){1,5}/, '')
}
