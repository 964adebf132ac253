import { plainText } from '../../../formats/mapped-text.ts'
import { type Invocation, invocationOf } from '../../../formats/shell-invocation.ts'
import { literalWord } from '../../../formats/shell-word.ts'
import type { ShellWord } from '../../../formats/shell-syntax.ts'
import type { BehaviourKind, Taint } from '../behaviour.ts'
import { strongCodeSources } from './code-sources.ts'
import { writePlace } from '../known-places.ts'
import { isPrivate } from '../private-sources.ts'
import { homePath, hostIn, programBehaviours } from './program-rules.ts'
import type { Spot } from './script-findings.ts'
import {
  changedValue,
  comesFrom,
  isKnown,
  joinTaints,
  joinValues,
  plainValue,
  type ScriptValue,
  taintedValue,
} from './script-value.ts'
import { runBuiltin } from './shell-builtins.ts'
import type { CommandScope, Redirects, ShellCall } from './shell-call.ts'
import { runGivenCode } from './shell-given-code.ts'
import type { PlacedCommand } from './shell-list.ts'
import { outputOf } from './shell-output.ts'
import { redirectsOf } from './shell-redirects.ts'
import { sentBy, writtenBy } from './shell-sinks.ts'
import type { ShellState, ShellText } from './shell-state.ts'
import { readWord, wordsOf } from './shell-words.ts'

/** One command of a script: a class because it lives as long as that command is followed. */
export class ShellCommandRun implements CommandScope {
  readonly state: ShellState
  readonly text: ShellText
  readonly placed: PlacedCommand
  readonly spot: Spot
  /** Something is piped into it. */
  readonly isPiped: boolean
  readonly #stdin: ScriptValue

  constructor(state: ShellState, text: ShellText, placed: PlacedCommand, stdin: ScriptValue, isPiped: boolean) {
    this.state = state
    this.text = text
    this.placed = placed
    this.spot = text.spot(placed.start)
    this.#stdin = stdin
    this.isPiped = isPiped
  }

  /** What the command prints where its output is not sent elsewhere. */
  run(): ScriptValue {
    const { command } = this.placed
    const redirects = redirectsOf(this, this.#stdin)
    const assigned = command.assignments.map(({ name, value }) => ({ name, value: this.#assigned(name, value) }))
    if (command.words.length === 0) {
      for (const { name, value } of assigned) this.assign(name, value)
      return plainValue('')
    }
    const values = wordsOf(this)
    // `[[ $x == y ]]` asks; the lexer takes the first bracket for a keyword.
    if (values.at(-1)?.text === ']]') return plainValue('')
    const printed = this.#start(values, redirects)
    if (redirects.connection !== undefined) this.tell('network', redirects.connection, printed.taints)
    return this.#write(redirects, printed)
  }

  file(path: string): ScriptValue {
    return this.state.file(path, this.spot)
  }

  taint(source: Taint['source'], subject: string, ...through: readonly string[]): Taint {
    return this.state.taint(this.spot, source, subject, through)
  }

  tell(kind: BehaviourKind, subject: string, inputs: readonly Taint[] = [], evidence = this.evidence()): void {
    this.state.findings.add(kind, subject, this.spot, this.state.when, inputs, evidence)
  }

  /** The command as it is written, at most 200 characters. */
  evidence(): string {
    const { start, end } = this.placed
    return this.text.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ')
  }

  /** Sets a variable; private data that was encoded on the way is told. */
  assign(name: string, value: ScriptValue): void {
    this.state.set(name, value)
    if (name === 'HISTFILE' || name === 'HISTSIZE' || name === 'HISTFILESIZE')
      if (/^(?:|0|\/dev\/null)$/.test(value.text)) this.tell('hide', 'history')
    if (name === 'LD_PRELOAD' && value.text !== '' && isKnown(value)) this.tell('hook-runtime', 'LD_PRELOAD')
  }

  #assigned(name: string, word: ShellWord): ScriptValue {
    const raw = this.text.text.slice(word.span.start, word.span.end)
    const isAppended = raw.startsWith(`${name}+=`)
    const skip = name.length + (isAppended ? 2 : 1)
    const value =
      word.unknown.length === 0 && !raw.includes("$'")
        ? plainValue(word.text)
        : this.#read(raw.slice(skip), word.span.start + skip)
    return isAppended ? joinValues([this.state.get(name) ?? plainValue(''), value]) : value
  }

  #read(raw: string, offset: number): ScriptValue {
    return readWord(raw, offset, this)
  }

  #start(values: readonly ScriptValue[], redirects: Redirects): ScriptValue {
    const { command } = this.placed
    const words = values.map(({ text }, index) => {
      const original = command.words[index]
      const isVariable = text === '…' && original !== undefined && values.length === command.words.length
      return isVariable ? original : literalWord(plainText(text))
    })
    const byWord = new Map<ShellWord, ScriptValue>(words.map((word, index) => [word, values[index] ?? plainValue('')]))
    const invocation = invocationOf({ ...command, words, assignments: [] })
    this.#detached(values, redirects)
    if (invocation === undefined) return this.#withoutProgram(values)
    const call = callOf(invocation, byWord, redirects.stdin)
    const name = byWord.get(invocation.name) ?? plainValue(invocation.name.text)
    const builtin = runBuiltin(call, this, redirects)
    if (builtin !== undefined) return builtin
    if (this.state.functions.has(invocation.name.text))
      return this.state.runFunction(invocation.name.text, call.words, call.stdin)
    this.#tellProgram(call, name, redirects)
    runGivenCode(call, name, invocation, this, redirects)
    const printed = outputOf(call, this)
    this.#encodes(call, printed)
    const written = writtenBy(call)
    for (const path of written) this.#writeFile(path, printed, false)
    this.#copies(call)
    // What goes into a file is not printed; only `tee` does both.
    return written.length > 0 && call.program !== 'tee' ? plainValue('') : printed
  }

  /** `env` alone lists the environment; other commands that start nothing print nothing. */
  #withoutProgram(values: readonly ScriptValue[]): ScriptValue {
    const isListing =
      values.some(({ text }) => text === 'env') && values.every(({ text }) => /^(?:env|sudo|-0|--null)$/.test(text))
    if (!isListing) return plainValue('')
    this.tell('read-environment', '*')
    return taintedValue(this.taint('environment', '*'))
  }

  /** Tells what a program does, with what flows into it. */
  #tellProgram(call: ShellCall, name: ScriptValue, { connection }: Redirects): void {
    const sent = sentBy(call, this)
    programBehaviours({ program: call.program, words: call.texts }, (kind, subject) => {
      if (kind === 'execute') return this.#tellExecute(subject, name)
      if (this.#isRootByChance(kind, subject)) return
      if (kind === 'dns' && !/…/.test(subject) && sent.every(({ source }) => source === 'file'))
        return this.tell('network', subject)
      const inputs = SENDING.has(kind)
        ? sent
        : kind === 'write-executable'
          ? this.file(homePath(subject)).taints.filter(({ source }) => source !== 'file')
          : []
      this.tell(kind, subject, inputs)
    })
    if (call.texts.includes('<this>') && /^(?:rm|shred|unlink)$/.test(call.program)) this.tell('hide', 'deletes itself')
    if (connection === undefined && sendsWithoutRule(call))
      this.tell('network', hostIn(call.texts) ?? call.texts.find((text) => text.includes('.')) ?? '?', sent)
  }

  /** A variable that is empty here is full when it runs: `rm -rf "$DIR/"`. */
  #isRootByChance(kind: BehaviourKind, subject: string): boolean {
    return (
      kind === 'destroy' &&
      /^\/\*?$/.test(subject) &&
      this.placed.command.words.some(({ unknown }) => unknown.length > 0)
    )
  }

  #tellExecute(program: string, name: ScriptValue): void {
    const path = homePath(name.text)
    const written = path.includes('/') || this.state.written(path) !== undefined ? this.state.written(path) : undefined
    const inputs = strongCodeSources(joinTaints([name.taints, written?.taints ?? []]))
    const isDisguised =
      name.taints.some(({ source }) => source === 'decoded') && /^[\w.-]{1,40}$/.test(name.text.trim())
    if (isDisguised) this.tell('obfuscation', 'hidden-name', name.taints)
    if (inputs.length > 0) return this.tell('execute', program, inputs)
    if (this.state.tellsAll || (!ORDINARY.has(program) && this.state.isFirst(`execute ${program}`)))
      this.tell('execute', program)
  }

  /** Private data that leaves an encoder. */
  #encodes({ program }: ShellCall, printed: ScriptValue): void {
    if (!ENCODERS.test(program)) return
    for (const taint of printed.taints)
      if (isPrivate(taint) && taint.through.length > 0) this.tell('encode', taint.subject, [taint])
  }

  #copies({ program, texts }: ShellCall): void {
    const operands = texts.filter((text) => !text.startsWith('-'))
    const [from, to] = operands
    if (!/^(?:cp|mv|install|ln)$/.test(program) || operands.length !== 2 || from === undefined || to === undefined)
      return
    this.#writeFile(
      to.endsWith('/') ? `${to}${from.slice(from.lastIndexOf('/') + 1)}` : to,
      this.file(homePath(from)),
      false,
    )
  }

  #write({ outputs, isSilent }: Redirects, printed: ScriptValue): ScriptValue {
    for (const { path, appends } of outputs) {
      const known = writePlace(homePath(path))
      if (known !== undefined) this.tell(known.kind, known.subject, told(printed.taints))
      this.#writeFile(path, printed, appends)
    }
    return outputs.length > 0 || isSilent ? plainValue('') : printed
  }

  #writeFile(path: string, value: ScriptValue, appends: boolean): void {
    const inputs = told(value.taints)
    if (inputs.length > 0 && !path.startsWith('/dev/')) {
      this.tell('write-file', path, inputs)
      const network = inputs.find(({ source }) => source === 'network')
      if (network !== undefined) this.tell('download', network.subject, inputs)
    }
    this.state.setFile(homePath(path), value, appends)
  }

  /** `nohup … >/dev/null 2>&1 &`: nobody sees what goes on. */
  #detached(values: readonly ScriptValue[], { isSilent, silences }: Redirects): void {
    const isDetached = /^(?:nohup|setsid|disown|daemonize)$/.test(values[0]?.text ?? '')
    if (isDetached && (isSilent || silences > 0)) this.tell('hide', 'detached')
  }
}

/** What flows into it is worth a word: everything but files of which nothing is known. */
function told(taints: readonly Taint[]): readonly Taint[] {
  return taints.filter((taint) => taint.source !== 'file' && taint.source !== 'command-output')
}

function callOf(invocation: Invocation, byWord: ReadonlyMap<ShellWord, ScriptValue>, stdin: ScriptValue): ShellCall {
  const { program, name, words, fromPipe } = invocation
  const bare = (program === '' ? name.text : program).toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '')
  const values = words.slice(0, 500).map((word) => byWord.get(word) ?? plainValue(word.text))
  // Behind xargs the rest of the arguments comes from the pipe.
  if (fromPipe && (stdin.text !== '' || stdin.taints.length > 0))
    values.push(stdin.text === '' ? taintedValue(...stdin.taints) : changedValue(stdin, 'arguments', stdin.text))
  const isUnknown = bare.startsWith('$') || (bare.includes('…') && bare.lastIndexOf('…') > bare.lastIndexOf('/'))
  return {
    program: isUnknown ? '?' : bare.slice(bare.lastIndexOf('/') + 1).slice(0, 60) || '?',
    words: values,
    texts: values.map(({ text }) => text),
    stdin,
  }
}

/** Kinds for which it matters what is sent. */
const SENDING: ReadonlySet<string> = new Set(['network', 'dns', 'publish-repository', 'publish-package'])
const ENCODERS =
  /^(?:base64|gbase64|base32|openssl|xxd|hexdump|od|gzip|bzip2|xz|zstd|tar|zip|7z|gpg|age|jq|uuencode|rev|tr)$/

/** Programs that send what they are given, beside those whose address is in a rule. */
function sendsWithoutRule({ program, texts, stdin }: ShellCall): boolean {
  if (/^(?:nc|ncat|netcat|mail|mailx|sendmail|mutt|msmtp|websocat|tftp)$/.test(program)) return true
  if (program === 'openssl') return texts[0] === 's_client'
  if (program === 'socat') return /(?:tcp|udp|openssl|ssl)/i.test(texts.join(' '))
  if (/^(?:aws|gsutil|rclone|az|s3cmd|rsync)$/.test(program))
    return (
      /\b(?:cp|sync|mv|put|copy|upload|rsync)\b|@[\w.-]+:/.test(texts.join(' ')) &&
      (program !== 'rsync' || /[\w.-]+:/.test(texts.join(' ')))
    )
  if (program === 'gh') return /^(?:gist create|issue (?:create|comment)|api .{0,200}-[fFX])/.test(texts.join(' '))
  return /^(?:http|https|xh)$/.test(program) && (comesFrom(stdin, 'environment', 'secret-file') || texts.length > 0)
}

/** Tools that every script uses and that say nothing about it; what they do to known places is told by the rules. */
const ORDINARY: ReadonlySet<string> = new Set(
  'echo printf cat test [ [[ true false : cd pwd mkdir rmdir touch ls cp mv ln rm chmod chown grep egrep fgrep sed awk gawk head tail sort uniq wc tr cut tee xargs find which type command dirname basename readlink realpath date sleep expr seq exit return shift break continue wait set unset shopt getopts getopt read local export declare typeset readonly let umask ulimit hash trap eval exec source . alias unalias pushd popd dirs kill jobs fg bg test mktemp stat cmp diff comm paste tput stty clear install make cmake case for select in esac function if then else fi do done while until return bc yes nl fold fmt expand uname id hostname whoami ?'.split(
    ' ',
  ),
)
