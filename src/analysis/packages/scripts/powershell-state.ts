import type { Limits } from '../../../base/limits.ts'
import { readPowerShell } from '../../../formats/powershell/powershell.ts'
import type { PsExpression, PsStatement } from '../../../formats/powershell/syntax.ts'
import type { BehaviourKind, BehaviourMoment, Taint } from '../behaviour.ts'
import { readPlace, writePlace } from '../known-places.ts'
import { codeSources } from './code-sources.ts'
import { unknownFile } from './known-file.ts'
import { AUTOMATIC, environmentValue } from './powershell-environment.ts'
import { tellRequest } from './powershell-requests.ts'
import { listValue, type PsScope, type PsValue, textValue, UNKNOWN, withTaints } from './powershell-value.ts'
import { homePath } from './program-rules.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { isKnown, joinTaints, joinValues, type ScriptValue, UNKNOWN_PART } from './script-value.ts'

/** Longest script that is read. */
export const MOST_CHARACTERS = 4 * 1024 * 1024

/** Most statements that are followed, deepest texts in texts and functions in functions. */
const MOST_STEPS = 400_000
const MOST_COMMANDS = 40_000
const MOST_DEPTH = 8
const MOST_FILES = 5000
const MOST_VARIABLES = 20_000

/** A text of PowerShell, and where its offsets stand in the file. */
interface Source {
  readonly text: string
  readonly spot: (offset: number) => Spot
}

interface PsFunction {
  readonly parameters: readonly string[]
  readonly body: readonly PsStatement[]
  readonly source: Source
  called: boolean
}

/** The parts of the grammar that need each other; they meet in the state. */
interface Runner {
  evaluate(expression: PsExpression): PsValue
  run(statements: readonly PsStatement[]): PsValue
}

interface StateOptions {
  readonly limits: Limits
  readonly when: BehaviourMoment
  readonly tellsAll: boolean
}

/** What a script of PowerShell knows while it is followed. A class because it lives as long as one reading. */
export class PowerShellState implements PsScope {
  readonly findings: ScriptFindings
  readonly tellsAll: boolean
  readonly functions = new Map<string, PsFunction>()
  when: BehaviourMoment
  source: Source = { text: '', spot: () => ({ line: 1, column: 1 }) }
  /** The statement or command that is followed. */
  place: { readonly start: number; readonly end: number } = { start: 0, end: 0 }
  readonly #limits: Limits
  readonly #variables = new Map<string, PsValue>()
  readonly #files = new Map<string, ScriptValue>()
  readonly #told = new Set<string>()
  readonly #calls: string[] = []
  #runner: Runner | undefined
  #steps = 0
  #commands = 0
  #depth = 0
  #characters = 0

  constructor(findings: ScriptFindings, { limits, when, tellsAll }: StateOptions) {
    this.findings = findings
    this.#limits = limits
    this.when = when
    this.tellsAll = tellsAll
  }

  connect(runner: Runner): void {
    this.#runner = runner
  }

  evaluate(expression: PsExpression): PsValue {
    return this.spendStep() ? (this.#runner?.evaluate(expression) ?? UNKNOWN) : UNKNOWN
  }

  run(statements: readonly PsStatement[]): PsValue {
    return this.#runner?.run(statements) ?? UNKNOWN
  }

  /** May another statement or expression be followed? */
  spendStep(): boolean {
    return ++this.#steps <= MOST_STEPS
  }

  /** May another command be followed? */
  spendCommand(): boolean {
    return ++this.#commands <= MOST_COMMANDS
  }

  /** Reads a text and follows it; what it gives. */
  runSource(text: string, spot: (offset: number) => Spot): PsValue {
    this.#characters += text.length
    if (this.#depth > MOST_DEPTH || this.#characters > MOST_CHARACTERS * 4) return UNKNOWN
    const { statements, issues } = readPowerShell(text, this.#limits)
    const tooDeep = issues.find(({ message }) => message.startsWith('nested'))
    if (tooDeep !== undefined && this.#depth === 0)
      this.findings.add('unread', 'script', spot(tooDeep.offset), 'unknown', [], tooDeep.message)
    const outer = { source: this.source, place: this.place }
    this.source = { text, spot }
    this.#depth++
    this.#tellScanner(text)
    const given = this.run(statements)
    this.#depth--
    this.source = outer.source
    this.place = outer.place
    return given
  }

  /** The interface by which virus scanners read scripts is switched off. */
  #tellScanner(text: string): void {
    const offset = text.search(/amsi(?:utils|initfailed|scanbuffer|context)/i)
    if (offset < 0 || offset >= MOST_CHARACTERS) return
    const evidence = text.slice(Math.max(0, offset - 60), offset + 100)
    this.findings.add('hide', 'from the virus scanner', this.source.spot(offset), this.when, [], evidence)
  }

  /** The body of a function with what it is called with; undefined where it calls itself, or too deep. */
  callFunction(name: string, bind: (known: PsFunction) => void, when = this.when): PsValue | undefined {
    const known = this.functions.get(name)
    if (known === undefined || this.#calls.length > MOST_DEPTH || this.#calls.includes(name)) return undefined
    known.called = true
    this.#calls.push(name)
    const outer = { source: this.source, place: this.place, when: this.when }
    this.source = known.source
    this.when = when
    bind(known)
    const given = this.run(known.body)
    this.#calls.pop()
    this.source = outer.source
    this.place = outer.place
    this.when = outer.when
    return given
  }

  tell(kind: BehaviourKind, subject: string, inputs: readonly Taint[] = [], evidence?: string): void {
    const { start, end } = this.place
    const shown = evidence ?? this.source.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ')
    this.findings.add(kind, subject, this.source.spot(start), this.when, inputs, shown)
  }

  taint(source: Taint['source'], subject: string, ...through: readonly string[]): Taint {
    return {
      source,
      subject: subject.slice(0, 200) || '?',
      place: this.findings.placeOf(this.source.spot(this.place.start)),
      through,
    }
  }

  request(address: ScriptValue, sent: readonly Taint[]): PsValue {
    return tellRequest(address, joinTaints([address.taints, sent]), this)
  }

  file(path: string): ScriptValue {
    const plain = plainPath(path)
    const known = this.#files.get(plain)
    if (known !== undefined) return known
    const place = readPlace(plain)
    if (place !== undefined) this.tell(place.kind, place.subject)
    return unknownFile(plain, (source, subject) => this.taint(source, subject))
  }

  /** What the script wrote to a file. */
  written(path: string): ScriptValue | undefined {
    return this.#files.get(plainPath(path))
  }

  writeFile(path: string, value: ScriptValue, appends: boolean): void {
    const plain = plainPath(path)
    const inputs = value.taints.filter(({ source }) => source !== 'file')
    if (inputs.length > 0) this.tell('write-file', plain, inputs)
    const network = inputs.find(({ source }) => source === 'network')
    if (network !== undefined) this.tell('download', network.subject, inputs)
    const place = writePlace(plain)
    if (place !== undefined) this.tell(place.kind, place.subject, inputs)
    const before = appends ? this.#files.get(plain) : undefined
    if (this.#files.size < MOST_FILES)
      this.#files.set(plain, before === undefined ? value : joinValues([before, value], '\n'))
  }

  variable(name: string): PsValue {
    const known = this.#variables.get(name)
    if (known !== undefined) return known
    if (name.startsWith('env:')) return environmentValue(name.slice(4), this)
    const automatic = AUTOMATIC.get(name)
    if (name === 'executioncontext') return { ...UNKNOWN, object: 'executioncontext' }
    return automatic === undefined ? UNKNOWN : textValue(automatic)
  }

  /** A variable that the script sets itself. */
  assigned(name: string): PsValue | undefined {
    return this.#variables.get(name)
  }

  assign(name: string, value: PsValue): void {
    this.#characters += value.text.length >> 4
    const kept = this.#characters > MOST_CHARACTERS * 4 ? { text: UNKNOWN_PART, taints: value.taints } : value
    if (this.#variables.size < MOST_VARIABLES || this.#variables.has(name)) this.#variables.set(name, kept)
  }

  /** Sets a variable that is not the script's own: a parameter, `$args`. */
  bind(name: string, value: PsValue): void {
    this.#variables.set(name, value)
  }

  runBlock(block: readonly PsStatement[], item?: PsValue, words?: readonly PsValue[]): PsValue {
    if (this.#depth > MOST_DEPTH * 3) return UNKNOWN
    this.#depth++
    const outer = this.#variables.get('_')
    if (item !== undefined) this.bind('_', item)
    if (words !== undefined) this.bind('args', listValue(words))
    const given = this.run(block)
    if (outer !== undefined) this.bind('_', outer)
    this.#depth--
    return given
  }

  /** Text that becomes code: `Invoke-Expression`, `-Command`, `ScriptBlock.Create`. */
  runText(value: ScriptValue, how: string): PsValue {
    const inputs = codeSources(value.taints)
    const network = inputs.find(({ source }) => source === 'network')
    this.#tellRun(value, how, inputs)
    if (!isKnown(value) && value.text.length < 12) return { text: UNKNOWN_PART, taints: value.taints }
    const place = this.source.spot(this.place.start)
    return withTaints(
      this.runSource(value.text, () => place),
      network === undefined ? [] : inputs,
    )
  }

  #tellRun({ text }: ScriptValue, how: string, inputs: readonly Taint[]): void {
    const network = inputs.find(({ source }) => source === 'network')
    if (inputs.length > 0) this.tell('evaluate', how, inputs)
    if (network !== undefined) {
      this.tell('download', network.subject, inputs)
      if (this.assigned(CONNECTION) !== undefined) this.tell('reverse-shell', network.subject, inputs)
    } else if (inputs.some(({ subject }) => ENCODINGS.has(subject)))
      this.tell('obfuscation', 'encoded-code', inputs, text.slice(0, 200))
  }

  /** Is it told for the first time? What ordinary programs are started is told once. */
  isFirst(what: string): boolean {
    const isNew = !this.#told.has(what)
    this.#told.add(what)
    return isNew
  }
}

/** Holds the connection that the script opened; no name of a variable. */
export const CONNECTION = '<connection>'

/** Ways of writing code that nobody writes by hand. */
const ENCODINGS: ReadonlySet<string> = new Set([
  'base64',
  'hex',
  'gzip',
  'characters',
  'format',
  'reversed',
  'replace',
  'encrypt',
])

function plainPath(path: string): string {
  return homePath(path.replaceAll('\\', '/')).replace(/^\.\//, '')
}
