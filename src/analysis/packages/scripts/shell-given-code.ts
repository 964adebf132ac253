import { scriptOf } from '../../../formats/shell-inline-script.ts'
import type { Invocation } from '../../../formats/shell-invocation.ts'
import { codeSources, isWeakDisguise, strongCodeSources } from './code-sources.ts'
import { textOfBytes } from './decode-text.ts'
import { homePath } from './program-rules.ts'
import type { CommandScope, Redirects, ShellCall } from './shell-call.ts'
import type { EmbeddedCode } from './script-findings.ts'
import {
  comesFrom,
  isKnown,
  joinTaints,
  joinValues,
  plainValue,
  type ScriptValue,
  taintedValue,
} from './script-value.ts'

const SHELLS = /^(?:(?:ba|da|z|k|mk|a)?sh|fish|busybox)$/
const INTERPRETERS: ReadonlyMap<string, EmbeddedCode['language']> = new Map([
  ['python', 'python'], ['node', 'javascript'], ['nodejs', 'javascript'], ['bun', 'javascript'], ['deno', 'javascript'], ['tsx', 'javascript'],
  ['powershell', 'powershell'], ['pwsh', 'powershell'],
]) // prettier-ignore

/** Follows the code that a command gives to an interpreter: on its command line, its standard input, or in a file the script wrote. */
export function runGivenCode(
  call: ShellCall,
  name: ScriptValue,
  invocation: Invocation,
  scope: CommandScope,
  redirects: Redirects,
): void {
  const { program, words, texts } = call
  const isShell = SHELLS.test(program)
  reverseShell(call, isShell, scope, redirects)
  if (isShell || program === 'eval' || program === 'su' || program === 'cmd') {
    const script = scriptOf(invocation)
    if (script.kind === 'shell') return void runValue(valueWith(script.text.text, words), 'shell', scope)
    if (script.kind === 'words')
      return void runValue(plainValue(script.words.map(({ text }) => text).join(' ')), 'shell', scope)
  }
  const language = isShell ? 'shell' : INTERPRETERS.get(program)
  if (language !== undefined) return interpreted(language, call, scope)
  if (/^(?:perl|ruby|php|lua|osascript)\d{0,3}$/.test(program)) return foreign(call, scope)
  if (program === 'find') return afterExec(texts, words, scope)
  if (program === 'ssh' && texts.length > 1) return
  const written = scope.state.written(homePath(name.text))
  // A file that the script wrote is started by its path.
  if (written !== undefined && name.text !== '<this>' && name.text !== '') runFile(written, scope)
  else if (program === '?' && comesFrom(name, 'network')) scope.tell('reverse-shell', 'command of a host', name.taints)
}

/** Runs text as shell commands; `how` is what runs it. Returns what it prints. */
export function runValue(value: ScriptValue, how: string, scope: CommandScope): ScriptValue {
  const inputs = codeSources(value.taints)
  const network = inputs.find(({ source }) => source === 'network')
  if (network !== undefined) {
    scope.tell('download', network.subject, inputs)
    scope.tell(how === 'shell' ? 'execute' : 'evaluate', how === 'shell' ? 'sh' : how, inputs)
  }
  const text = value.text.includes('\0') || /[\u0080-\u00ff]/.test(value.text) ? textOfBytes(value.text) : value.text
  const hidden = inputs.filter((taint) => taint.source === 'decoded' && (isKnown(value) || !isWeakDisguise(taint)))
  if (hidden.length > 0 && network === undefined) {
    scope.tell('evaluate', how === 'shell' ? 'sh' : how, inputs)
    if (hidden.some(({ subject }) => ENCODINGS.has(subject)))
      scope.tell('obfuscation', 'encoded-code', hidden, (text ?? '').slice(0, 200) || undefined)
  }
  if (text === undefined || text.trim() === '' || text === '…') return taintedValue(...value.taints)
  return runText(text, hidden.length > 0, scope)
}

const ENCODINGS: ReadonlySet<string> = new Set([
  'base64',
  'hex',
  'gzip',
  'rot13',
  'reversed',
  'tr',
  'escapes',
  'uuencode',
  'encrypt',
  'sed',
])

function runText(text: string, isHidden: boolean, scope: CommandScope): ScriptValue {
  const first = /^#!([^\n]{1,200})/.exec(text)?.[1] ?? ''
  const language = /\bpython/.test(first) ? 'python' : /\b(?:node|bun|deno)\b/.test(first) ? 'javascript' : undefined
  if (language !== undefined) {
    scope.state.findings.addCode(language, text, scope.spot.line)
    return taintedValue()
  }
  const { depth, isDecoded } = scope.text
  return scope.state.runText({ text, depth: depth + 1, isDecoded: isDecoded || isHidden, spot: () => scope.spot })
}

function runFile(content: ScriptValue, scope: CommandScope): void {
  const inputs = codeSources(content.taints)
  // Programs that are no text were told with `execute`.
  if (isKnown(content) && textOfBytes(content.text) !== undefined) runValue(content, 'shell', scope)
  else if (inputs.length > 0) scope.tell('execute', 'file', inputs)
}

/** The value of the word that has this text; `-c "$(curl …)"` keeps where it came from. */
function valueWith(text: string, words: readonly ScriptValue[]): ScriptValue {
  return words.find((word) => word.text === text) ?? { text, taints: joinTaints(words.map(({ taints }) => taints)) }
}

const CODE_OPTIONS = /^(?:-c|-e|--eval|-p|--print|-pe|-[bBdEiIOPqsSuvx]+c)$/

function interpreted(
  language: EmbeddedCode['language'],
  { program, words, texts, stdin }: ShellCall,
  scope: CommandScope,
): void {
  const option = texts.findIndex((text) => CODE_OPTIONS.test(text) && language !== 'powershell')
  const code = option < 0 ? undefined : words[option + 1]
  if (code !== undefined) return hand(language, code, program, scope)
  if (language === 'powershell') return hand(language, joinValues(words, ' '), program, scope)
  const file = words.find((word) => (!word.text.startsWith('-') && word.text !== '') || word.taints.length > 0)
  if (file !== undefined && file.text !== '-') {
    const isStream = file.text === '…' && file.taints.some((taint) => !isWeakDisguise(taint))
    const content = isStream || isGivenAsText(file) ? file : scope.state.written(homePath(file.text))
    if (content !== undefined && file.text !== '<this>') hand(language, content, program, scope)
  } else if (stdin.text !== '' || stdin.taints.length > 0) hand(language, stdin, program, scope)
}

function hand(language: EmbeddedCode['language'], code: ScriptValue, program: string, scope: CommandScope): void {
  if (language === 'shell') return void runValue(code, 'shell', scope)
  const inputs = isKnown(code) ? codeSources(code.taints) : strongCodeSources(code.taints)
  const network = inputs.find(({ source }) => source === 'network')
  if (network !== undefined) scope.tell('download', network.subject, inputs)
  if (inputs.length > 0) scope.tell(network === undefined ? 'evaluate' : 'execute', program, inputs)
  const text = textOfBytes(code.text) ?? code.text
  if (text !== '…')
    scope.state.findings.addCode(language, language === 'powershell' ? `${program} ${text}` : text, scope.spot.line)
}

/** Perl, Ruby, PHP, Lua: read as far as a connection that is given to a shell, or an address, shows. */
function foreign({ program, words, stdin, texts }: ShellCall, scope: CommandScope): void {
  const place = texts.findIndex((text) => /^-\w*[eErR]$/.test(text))
  const code = place < 0 ? stdin : (words[place + 1] ?? stdin)
  const text = code.text.slice(0, 65_536)
  if (/socket|fsockopen|TCPSocket/i.test(text) && /\/bin\/(?:ba)?sh|cmd(?:\.exe)?["' ]|exec\b/i.test(text))
    scope.tell('reverse-shell', program)
  const host = /\bhttps?:\/\/([\w.-]{1,200})/.exec(text)?.[1]
  if (host !== undefined) scope.tell('network', host.toLowerCase(), code.taints)
  if (program === 'osascript' && /clipboard/i.test(text)) scope.tell('clipboard', program)
  if (program === 'osascript' && /hidden answer|with administrator privileges/i.test(text))
    scope.tell('spy', 'asks for the password')
}

/** `find … -exec COMMAND \;` */
function afterExec(texts: readonly string[], words: readonly ScriptValue[], scope: CommandScope): void {
  const place = texts.findIndex((text) => /^-(?:exec|execdir|ok)$/.test(text))
  if (place < 0) return
  const end = texts.findIndex((text, index) => index > place && (text === ';' || text === '+'))
  const inner = words.slice(place + 1, end < 0 ? undefined : end)
  runValue(
    joinValues(
      inner.map((word) =>
        /^[\w@%+=:,./~-]+$/.test(word.text)
          ? word
          : { ...word, text: `'${word.text.replaceAll("'", String.raw`'\''`)}'` },
      ),
      ' ',
    ),
    'shell',
    scope,
  )
}

/** A shell whose input and output is a connection. */
function reverseShell(
  { texts, stdin }: ShellCall,
  isShell: boolean,
  scope: CommandScope,
  { connection }: Redirects,
): void {
  if (!isShell) return
  const isOpen = texts.every((text) => /^[-+]/.test(text))
  if (connection !== undefined && isOpen) scope.tell('reverse-shell', '/dev/tcp')
  const end = scope.text.text.slice(scope.placed.end, scope.placed.end + 120)
  const isFed = stdin.taints.length > 0 || scope.isPiped
  if (isOpen && isFed && /^\s*(?:\d?>&\d\s*)?\|&?\s*(?:nc|ncat|netcat|telnet|openssl\s+s_client|socat)\b/.test(end))
    scope.tell('reverse-shell', 'pipe')
}

/** A substitution that gives code, not the name of a file that was put together. */
function isGivenAsText({ taints }: ScriptValue): boolean {
  return strongCodeSources(taints).length > 0
}
