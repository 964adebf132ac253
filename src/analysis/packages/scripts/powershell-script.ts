import type { Limits } from '../../../base/limits.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import { readPowerShell } from '../../../formats/powershell/powershell.ts'
import type { PsCommand, PsElement, PsExpression, PsStatement, PsWord } from '../../../formats/powershell/syntax.ts'
import type { BehaviourKind, BehaviourMoment, Taint } from '../behaviour.ts'
import { readPlace } from '../known-places.ts'
import { fromBase64 } from './decode-text.ts'
import { unknownFile } from './known-file.ts'
import { commandName } from './powershell-aliases.ts'
import { parameter, type PsCall, runCmdlet, runMethod, tellRequest, tellWrite } from './powershell-commands.ts'
import { AUTOMATIC, environmentValue, memberValue, staticValue } from './powershell-members.ts'
import { binaryValue, castValue, indexValue, unaryValue } from './powershell-operators.ts'
import {
  itemsOf,
  listValue,
  NOTHING,
  numberValue,
  type PsScope,
  type PsValue,
  textValue,
  UNKNOWN,
  withTaints,
} from './powershell-value.ts'
import { homePath, programBehaviours } from './program-rules.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { isKnown, joinTaints, joinValues, type ScriptValue, UNKNOWN_PART } from './script-value.ts'

/** Longest script that is read, most statements that are followed, deepest texts in texts and functions in functions. */
const MOST_CHARACTERS = 4 * 1024 * 1024
const MOST_STEPS = 400_000
const MOST_COMMANDS = 40_000
const MOST_DEPTH = 8

/** Options of a reading of PowerShell. */
export interface PowerShellReadingOptions {
  readonly limits: Limits
  readonly when: BehaviourMoment
  readonly tellsAll?: boolean
  readonly spot?: Spot
  readonly firstLine?: number
}

/**
 * Follows a script of PowerShell as far as its text tells: variables, pipelines, functions, strings that are put together and run. What
 * it does is noted with where the data comes from. Nothing is run; steps, depth and sizes are bounded.
 */
export function readPowerShellScript(text: string, findings: ScriptFindings, options: PowerShellReadingOptions): void {
  const source = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text
  const { spot, firstLine = 1 } = options
  const lines = lineIndex(source)
  const at = (offset: number): Spot => {
    const { line, column } = lines.position(offset)
    return { line: line + firstLine - 1, column }
  }
  const reader = new PowerShell(findings, options)
  reader.runSource(source, spot === undefined ? at : () => spot)
  reader.runUncalled()
  if (text.length > source.length)
    findings.add('unread', 'script', { line: 1, column: 1 }, 'unknown', [], `longer than ${MOST_CHARACTERS} characters`)
}

interface PsFunction {
  readonly parameters: readonly string[]
  readonly body: readonly PsStatement[]
  readonly source: Source
  called: boolean
}

interface Source {
  readonly text: string
  readonly spot: (offset: number) => Spot
}

/** Follows statements. A class because it lives as long as one reading. */
class PowerShell implements PsScope {
  readonly #findings: ScriptFindings
  readonly #limits: Limits
  readonly #tellsAll: boolean
  readonly #variables = new Map<string, PsValue>()
  readonly #functions = new Map<string, PsFunction>()
  readonly #files = new Map<string, ScriptValue>()
  readonly #told = new Set<string>()
  readonly #calls: string[] = []
  #when: BehaviourMoment
  #source: Source = { text: '', spot: () => ({ line: 1, column: 1 }) }
  #place = { start: 0, end: 0 }
  #steps = 0
  #commands = 0
  #depth = 0
  #characters = 0

  constructor(findings: ScriptFindings, { limits, when, tellsAll = false }: PowerShellReadingOptions) {
    this.#findings = findings
    this.#limits = limits
    this.#when = when
    this.#tellsAll = tellsAll
  }

  runSource(text: string, spot: (offset: number) => Spot): PsValue {
    this.#characters += text.length
    if (this.#depth > MOST_DEPTH || this.#characters > MOST_CHARACTERS * 4) return UNKNOWN
    const { statements, issues } = readPowerShell(text, this.#limits)
    const tooDeep = issues.find(({ message }) => message.startsWith('nested'))
    if (tooDeep !== undefined && this.#depth === 0)
      this.#findings.add('unread', 'script', spot(tooDeep.offset), 'unknown', [], tooDeep.message)
    const outer = { source: this.#source, place: this.#place }
    this.#source = { text, spot }
    this.#depth++
    if (/amsi(?:utils|initfailed|scanbuffer|context)/i.test(text.slice(0, MOST_CHARACTERS))) this.#amsi(text)
    const given = this.#run(statements)
    this.#depth--
    this.#source = outer.source
    this.#place = outer.place
    return given
  }

  runUncalled(): void {
    for (const [name, { called }] of this.#functions) if (!called) this.#callFunction(name, [], [], NOTHING, 'call')
  }

  tell(kind: BehaviourKind, subject: string, inputs: readonly Taint[] = [], evidence?: string): void {
    const { start, end } = this.#place
    const shown = evidence ?? this.#source.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ')
    this.#findings.add(kind, subject, this.#source.spot(start), this.#when, inputs, shown)
  }

  taint(source: Taint['source'], subject: string, ...through: readonly string[]): Taint {
    return {
      source,
      subject: subject.slice(0, 200) || '?',
      place: this.#findings.placeOf(this.#source.spot(this.#place.start)),
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

  writeFile(path: string, value: ScriptValue, appends: boolean): void {
    const plain = plainPath(path)
    const inputs = value.taints.filter(({ source }) => source !== 'file')
    if (inputs.length > 0) this.tell('write-file', plain, inputs)
    const network = inputs.find(({ source }) => source === 'network')
    if (network !== undefined) this.tell('download', network.subject, inputs)
    tellWrite(plain, inputs, this)
    const before = appends ? this.#files.get(plain) : undefined
    if (this.#files.size < 5000)
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

  assign(name: string, value: PsValue): void {
    this.#characters += value.text.length >> 4
    const kept = this.#characters > MOST_CHARACTERS * 4 ? { text: UNKNOWN_PART, taints: value.taints } : value
    if (this.#variables.size < 20_000 || this.#variables.has(name)) this.#variables.set(name, kept)
  }

  runBlock(block: readonly PsStatement[], item?: PsValue, words?: readonly PsValue[]): PsValue {
    if (this.#depth > MOST_DEPTH * 3) return UNKNOWN
    this.#depth++
    const outer = this.#variables.get('_')
    if (item !== undefined) this.#variables.set('_', item)
    if (words !== undefined) this.#variables.set('args', listValue(words))
    const given = this.#run(block)
    if (outer !== undefined) this.#variables.set('_', outer)
    this.#depth--
    return given
  }

  /** Text that becomes code: `Invoke-Expression`, `-Command`, `ScriptBlock.Create`. */
  runText(value: ScriptValue, how: string): PsValue {
    const inputs = value.taints.filter(({ source }) => source === 'network' || source === 'decoded')
    const network = inputs.find(({ source }) => source === 'network')
    if (inputs.length > 0) this.tell('evaluate', how, inputs)
    if (network !== undefined) {
      this.tell('download', network.subject, inputs)
      if (this.#variables.get('<connection>') !== undefined) this.tell('reverse-shell', network.subject, inputs)
    } else if (inputs.some(({ subject }) => ENCODINGS.has(subject)))
      this.tell('obfuscation', 'encoded-code', inputs, value.text.slice(0, 200))
    if (!isKnown(value) && value.text.length < 12) return { text: UNKNOWN_PART, taints: value.taints }
    const place = this.#source.spot(this.#place.start)
    return withTaints(
      this.runSource(value.text, () => place),
      network === undefined ? [] : inputs,
    )
  }

  evaluate(expression: PsExpression): PsValue {
    if (++this.#steps > MOST_STEPS) return UNKNOWN
    switch (expression.kind) {
      case 'text':
        return textValue(expression.text)
      case 'number':
        return numberValue(expression.value)
      case 'join':
        return joinValues(expression.parts.map((part) => this.evaluate(part)))
      case 'variable':
        return this.variable(expression.name)
      case 'list':
        return listValue(
          expression.items.flatMap((item) =>
            item.kind === 'statements' ? itemsOf(this.evaluate(item)) : [this.evaluate(item)],
          ),
        )
      case 'table': {
        const table = expression.entries.map(({ key, value }) => ({ key, value: this.evaluate(value) }))
        return { text: UNKNOWN_PART, taints: joinTaints(table.map(({ value }) => value.taints)), table }
      }
      case 'statements':
        return expression.isBlock
          ? { text: '…', taints: [], block: expression.statements, object: 'block' }
          : this.#run(expression.statements)
      case 'member':
        return this.#member(expression)
      case 'index':
        return indexValue(this.evaluate(expression.target), this.evaluate(expression.index), this)
      case 'type':
        return { text: expression.name, taints: [], object: `type ${expression.name}` }
      case 'cast':
        return castValue(expression.type, this.evaluate(expression.operand), this)
      case 'unary':
        return unaryValue(expression.operator, this.evaluate(expression.operand), this)
      case 'binary':
        return this.#binary(expression)
      default:
        return NOTHING
    }
  }

  /** Sums of thousands of letters hang on their left side: one step each, not one level. */
  #binary(expression: PsExpression & { readonly kind: 'binary' }): PsValue {
    const chain: (PsExpression & { readonly kind: 'binary' })[] = []
    let first: PsExpression = expression
    while (first.kind === 'binary') {
      chain.push(first)
      first = first.left
    }
    return chain.reduceRight(
      (value, { operator, right }) => binaryValue(operator, value, this.evaluate(right), this),
      this.evaluate(first),
    )
  }

  #member(expression: PsExpression & { readonly kind: 'member' }): PsValue {
    const name = this.evaluate(expression.name).text
    const words = expression.arguments?.map((one) => this.evaluate(one))
    if (expression.target.kind === 'type') {
      const type = expression.target.name
      if (type === 'array' && name.toLowerCase() === 'reverse') return this.#reverse(expression.arguments?.[0])
      return staticValue(type, name.toLowerCase(), words, this)
    }
    const target = this.evaluate(expression.target)
    const method = name.toLowerCase()
    if (target.object?.endsWith('tcpclient') === true) this.#variables.set('<connection>', target)
    const done = words === undefined ? undefined : runMethod(target, method, words, this)
    const value = done ?? memberValue(target, name, words, this)
    if (value !== undefined) return value
    const object = words === undefined && target.object !== undefined ? { object: target.object } : {}
    return {
      text: UNKNOWN_PART,
      taints: joinTaints([target.taints, ...(words ?? []).map(({ taints }) => taints)]),
      ...object,
      ...(target.inner === undefined ? {} : { inner: target.inner }),
    }
  }

  /** `[array]::Reverse($x)` changes the variable. */
  #reverse(target: PsExpression | undefined): PsValue {
    if (target?.kind !== 'variable') return NOTHING
    const value = this.variable(target.name)
    this.assign(
      target.name,
      withTaints(listValue(itemsOf(value).toReversed()), [this.taint('decoded', 'reversed', 'reversed')]),
    )
    return NOTHING
  }

  #run(statements: readonly PsStatement[]): PsValue {
    const given: PsValue[] = []
    for (const statement of statements) {
      if (++this.#steps > MOST_STEPS) break
      const value = this.#statement(statement)
      if (value !== NOTHING) given.push(value)
    }
    return given.length === 0 ? NOTHING : given.length === 1 ? (given[0] ?? NOTHING) : listValue(given.flatMap(itemsOf))
  }

  #statement(statement: PsStatement): PsValue {
    const outer = this.#place
    this.#place = { start: statement.offset, end: statement.end }
    const given = this.#do(statement)
    this.#place = outer
    return given
  }

  #do(statement: PsStatement): PsValue {
    switch (statement.kind) {
      case 'pipeline':
        return this.#pipeline(statement.elements)
      case 'assignment':
        this.#assignment(statement.target, statement.operator, this.#run(statement.value))
        return NOTHING
      case 'function':
        this.#functions.set(statement.name, {
          parameters: statement.parameters,
          body: statement.body,
          source: this.#source,
          called: statement.name.startsWith('<'),
        })
        return NOTHING
      case 'foreach': {
        const items = itemsOf(this.#run(statement.list)).slice(0, 5000)
        const given: PsValue[] = []
        for (const item of items.length === 0 ? [UNKNOWN] : items) {
          this.assign(statement.variable, item)
          given.push(...itemsOf(this.#run(statement.body)))
        }
        return given.length === 0 ? NOTHING : listValue(given)
      }
      default: {
        const given = statement.parts.map((part) => this.#run(part)).filter((value) => value !== NOTHING)
        return given.length === 0 ? NOTHING : listValue(given.flatMap(itemsOf))
      }
    }
  }

  #assignment(target: PsExpression, operator: string, value: PsValue): void {
    if (target.kind === 'cast') return this.#assignment(target.operand, operator, castValue(target.type, value, this))
    if (target.kind === 'variable') {
      const before = operator === '+=' ? this.#variables.get(target.name) : undefined
      this.assign(target.name, before === undefined ? value : binaryValue('+', before, value, this))
    }
    // `$x.Body = $secret`: what is put into an object goes where it goes.
    if (target.kind === 'member' && target.target.kind === 'variable') {
      const known = this.variable(target.target.name)
      this.assign(target.target.name, withTaints(known, value.taints))
    }
  }

  #pipeline(elements: readonly PsElement[]): PsValue {
    let value = NOTHING
    for (const element of elements)
      value = element.kind === 'value' ? this.evaluate(element.expression) : this.#command(element, value)
    return value
  }

  #command(command: PsCommand, input: PsValue): PsValue {
    if (++this.#commands > MOST_COMMANDS) return UNKNOWN
    const outer = this.#place
    this.#place = { start: command.offset, end: command.end }
    const given = this.#start(command, input)
    for (const { operator, target } of command.redirects) {
      const path = this.evaluate(target).text
      if (operator.startsWith('>')) this.writeFile(path, given, operator === '>>')
    }
    this.#place = outer
    return given
  }

  #start(command: PsCommand, input: PsValue): PsValue {
    const name = this.evaluate(command.name)
    if (name.block !== undefined)
      return this.runBlock(
        name.block,
        undefined,
        command.words.flatMap(({ value }) => (value === undefined ? [] : [this.evaluate(value)])),
      )
    if (name.object === 'scriptblock') return this.runText(name, 'scriptblock')
    this.#hidden(name, command)
    const alias = this.#variables.get(`alias:${name.text.toLowerCase()}`)
    const call = this.#call(commandName(alias?.text ?? name.text), command.words, input)
    if (this.#functions.has(name.text.toLowerCase()))
      return this.#callFunction(name.text.toLowerCase(), call.operands, call.parameters, input)
    const given = runCmdlet(call, this)
    if (given !== undefined) return this.#tellCmdlet(call.name, given)
    if (command.operator === '.' || name.text.endsWith('.ps1')) {
      const file = this.#files.get(plainPath(name.text))
      if (file !== undefined) return this.runText(file, 'script')
    }
    return this.#program(call, name, command)
  }

  #tellCmdlet(name: string, given: PsValue): PsValue {
    if (this.#tellsAll) this.tell('execute', name)
    return given
  }

  /** The name of a command that is put together of letters. */
  #hidden(name: PsValue, command: PsCommand): void {
    const raw =
      this.#source.text
        .slice(command.name.offset, command.name.offset + Math.min(200, name.text.length * 3 + 10))
        .split(/[\s(]/, 1)[0] ?? ''
    const isTicked =
      command.name.kind === 'text' &&
      /[a-z]`[a-z]/i.test(raw) &&
      raw.replaceAll('`', '').toLowerCase().startsWith(name.text.toLowerCase())
    const decoded = name.taints.filter(({ source }) => source === 'decoded')
    if (isKnown(name) && /^[\w.\\:-]{2,60}$/.test(name.text.trim()) && (decoded.length > 0 || isTicked))
      this.tell('obfuscation', 'hidden-name', decoded)
  }

  #call(name: string, words: readonly PsWord[], input: PsValue): PsCall {
    const parameters: { name: string; value: PsValue | undefined }[] = []
    const operands: PsValue[] = []
    let open: { name: string; value: PsValue | undefined } | undefined
    for (const { parameter: written, value } of words.slice(0, 500)) {
      const given = value === undefined ? undefined : this.evaluate(value)
      if (written !== undefined) {
        open = { name: written.slice(1).toLowerCase(), value: given }
        parameters.push(open)
        if (given !== undefined || SWITCHES.test(open.name)) open = undefined
      } else if (given !== undefined) {
        const splatted = given.table
        if (splatted !== undefined)
          parameters.push(...splatted.map(({ key, value: one }) => ({ name: key.toLowerCase(), value: one })))
        if (open === undefined) operands.push(given)
        else open.value = given
        open = undefined
      }
    }
    return { name, parameters, operands, input }
  }

  #callFunction(
    name: string,
    operands: readonly PsValue[],
    named: PsCall['parameters'],
    input: PsValue,
    when?: BehaviourMoment,
  ): PsValue {
    const known = this.#functions.get(name)
    if (known === undefined || this.#calls.length > MOST_DEPTH || this.#calls.includes(name))
      return { text: UNKNOWN_PART, taints: input.taints }
    known.called = true
    this.#calls.push(name)
    const outer = { source: this.#source, place: this.#place, when: this.#when }
    this.#source = known.source
    this.#when = when ?? this.#when
    const rest = [...operands]
    for (const one of known.parameters)
      this.#variables.set(one, named.find((given) => given.name === one)?.value ?? rest.shift() ?? UNKNOWN)
    this.#variables.set('args', listValue(rest))
    if (input !== NOTHING) this.#variables.set('input', input)
    const given = this.#run(known.body)
    this.#calls.pop()
    this.#source = outer.source
    this.#place = outer.place
    this.#when = outer.when
    return given
  }

  /** A program that is no command of PowerShell. */
  #program(call: PsCall, name: ScriptValue, command: PsCommand): PsValue {
    const words = command.words.flatMap(({ parameter: written, value }) => {
      const given = value === undefined ? [] : itemsOf(this.evaluate(value)).map(({ text }) => text)
      return written === undefined ? given : [written, ...given]
    })
    if (call.name === 'powershell' || call.name === 'pwsh') return this.#powershell(call, words)
    if (call.name === 'cmd')
      this.#findings.addCode(
        'batch',
        words.slice(words.findIndex((word) => /^\/[ck]$/i.test(word)) + 1).join(' '),
        this.#source.spot(this.#place.start).line,
      )
    const inputs = joinTaints([name.taints, this.#files.get(plainPath(name.text))?.taints ?? []]).filter(
      ({ source }) => source === 'network' || source === 'decoded',
    )
    const sent = joinTaints([
      ...call.operands.map(({ taints }) => taints),
      ...call.parameters.map(({ value }) => value?.taints ?? []),
    ])
    if (call.name === '' || call.name === UNKNOWN_PART) {
      if (inputs.length > 0) this.tell('execute', '?', inputs)
      return UNKNOWN
    }
    programBehaviours({ program: call.name, words }, (kind, subject) => {
      if (kind !== 'execute') return this.tell(kind, subject, kind === 'network' || kind === 'dns' ? sent : [])
      const isNew = !this.#told.has(subject) && !/^[a-z]+-[a-z]+$/.test(subject)
      this.#told.add(subject)
      if (inputs.length > 0 || isNew || this.#tellsAll) this.tell(kind, subject, inputs)
    })
    return {
      text: UNKNOWN_PART,
      taints: /^(?:whoami|hostname|systeminfo|ipconfig|net|tasklist)$/.test(call.name)
        ? [this.taint('host-facts', call.name)]
        : sent,
    }
  }

  /** `powershell -NoP -W Hidden -Enc …` */
  #powershell(call: PsCall, words: readonly string[]): PsValue {
    this.tell('execute', call.name)
    if (
      /^h(?:idden)?$|^1$/i.test(
        parameter(call, 'windowstyle')?.text ?? call.parameters.find(({ name }) => name === 'w')?.value?.text ?? '',
      )
    )
      this.tell('hide', 'hidden window')
    const encoded = call.parameters.find(({ name }) => /^(?:e|ec|en|enc\w{0,14})$/.test(name))?.value
    if (encoded !== undefined) {
      const bytes = fromBase64(encoded.text)
      const text = bytes === undefined ? UNKNOWN_PART : Buffer.from(bytes, 'latin1').toString('utf16le')
      return this.runText(
        textValue(text, [...encoded.taints, this.taint('decoded', 'base64', 'base64')]),
        '-EncodedCommand',
      )
    }
    const place = words.findIndex((word) => /^-c(?:o|om|omm\w{0,4})?$/i.test(word))
    const rest =
      place < 0
        ? words.filter(
            (word, index) =>
              !word.startsWith('-') && !/^-(?:ex?\w{0,20}|w\w{0,10}|v\w{0,10}|f\w{0,4})$/i.test(words[index - 1] ?? ''),
          )
        : words.slice(place + 1)
    const taints = joinTaints([
      ...call.operands.map((one) => one.taints),
      ...call.parameters.map(({ value }) => value?.taints ?? []),
    ])
    return rest.length === 0 ? UNKNOWN : this.runText(textValue(rest.join(' '), taints), '-Command')
  }

  /** The interface by which virus scanners read scripts is switched off. */
  #amsi(text: string): void {
    const offset = text.search(/amsi(?:utils|initfailed|scanbuffer|context)/i)
    this.#findings.add(
      'hide',
      'from the virus scanner',
      this.#source.spot(offset),
      this.#when,
      [],
      text.slice(Math.max(0, offset - 60), offset + 100),
    )
  }
}

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

/** Parameters without a value. */
const SWITCHES =
  /^(?:nop\w{0,10}|noni\w{0,12}|noe\w{0,5}|nol\w{0,5}|sta|mta|recurse|force|usebasicparsing|useb\w{0,20}|wait|nonewwindow|passthru|asjob|hidden|compress|raw|append|noclobber|confirm|whatif|asplaintext|all|verbose|debug)$/

function plainPath(path: string): string {
  return homePath(path.replaceAll('\\', '/')).replace(/^\.\//, '')
}
