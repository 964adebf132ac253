import { hostOf, isMetadataHost } from '../known-places.ts'
import type { TaintSource } from '../behaviour.ts'
import {
  fromBase64,
  fromHex,
  hasNeedlessEscapes,
  reversed,
  rot13,
  translated,
  unescapedText,
  unpacked,
} from './decode-text.ts'
import { homePath, hostIn, huntsSecrets, isTokenCommand } from './program-rules.ts'
import {
  changedValue,
  isKnown,
  joinTaints,
  joinValues,
  plainValue,
  type ScriptValue,
  taintedValue,
  UNKNOWN_PART,
} from './script-value.ts'
import type { CallContext, ShellCall } from './shell-call.ts'

/** What a program prints, as far as it is known, with where that comes from. Nothing is run. */
export function outputOf(call: ShellCall, context: CallContext): ScriptValue {
  const writer = OUTPUTS.get(call.program)
  if (writer !== undefined) return writer(call, context)
  const source = SOURCES.get(call.program)
  if (source !== undefined) return taintedValue(context.taint(source, call.program))
  if (isTokenCommand(call.program, call.texts.join(' ')))
    return taintedValue(context.taint('secret-file', `${call.program} ${call.texts[0] ?? ''}`.trim()))
  // An unknown program may print whatever it was given.
  return { text: UNKNOWN_PART, taints: joinTaints([call.stdin.taints, ...call.words.map(({ taints }) => taints)]) }
}

type Output = (call: ShellCall, context: CallContext) => ScriptValue

/** Programs that print facts of the machine and its user. */
const SOURCES: ReadonlyMap<string, TaintSource> = new Map([
  ...['whoami', 'hostname', 'id', 'uname', 'ifconfig', 'ipconfig', 'systeminfo', 'ip', 'hostnamectl', 'sw_vers', 'lsb_release', 'arp', 'netstat', 'ss', 'w', 'who', 'last', 'ps', 'dscl', 'getent', 'groups', 'tty', 'uptime', 'pwd', 'lscpu', 'system_profiler', 'logname', 'nproc'].map((name) => [name, 'host-facts'] as const),
  ...['pbpaste', 'xclip', 'xsel', 'wl-paste', 'get-clipboard'].map((name) => [name, 'clipboard'] as const),
  ...['screencapture', 'scrot', 'grim', 'gnome-screenshot'].map((name) => [name, 'spy'] as const),
]) // prettier-ignore

const OUTPUTS: ReadonlyMap<string, Output> = new Map<string, Output>([
  ['echo', echo],
  ['print', echo],
  ['printf', printf],
  ...['cat', 'head', 'tac', 'grep', 'egrep', 'fgrep', 'zgrep', 'awk', 'gawk', 'sort', 'uniq', 'wc', 'strings', 'less', 'more', 'type', 'rg', 'ack', 'yq', 'nl', 'paste', 'fold', 'tee', 'dd', 'split', 'column', 'ls', 'xargs', 'iconv', 'envsubst', 'base58', 'jar', 'cpio'].map((name) => [name, content] as const),
  ['tail', tail],
  ['find', find],
  ['jq', (call, context) => changedValue(whole(call, context), 'json')],
  ['base64', (call, context) => base64(call, context, /^(?:-\w*[dD]\w*|--decode)$/)],
  ['gbase64', (call, context) => base64(call, context, /^(?:-\w*[dD]\w*|--decode)$/)],
  ['b64', (call, context) => base64(call, context, /^(?:-\w*[dD]\w*|--decode)$/)],
  ['base32', (call, context) => changedValue(whole(call, context), 'base32')],
  ['uuencode', (call, context) => changedValue(whole(call, context), 'uuencode')],
  ['uudecode', (call, context) => decoded(whole(call, context), 'uuencode', undefined, context)],
  ['openssl', openssl],
  ['xxd', hexDump],
  ['hexdump', (call, context) => changedValue(whole(call, context), 'hex')],
  ['od', (call, context) => changedValue(whole(call, context), 'hex')],
  ['rev', (call, context) => rewritten(whole(call, context), reversed, 'reversed', context)],
  ['rot13', (call, context) => rewritten(whole(call, context), rot13, 'rot13', context)],
  ['caesar', (call, context) => rewritten(whole(call, context), rot13, 'rot13', context)],
  ['tr', translate],
  ['sed', substitute],
  ['cut', cut],
  ...['gzip', 'pigz', 'bzip2', 'xz', 'zstd', 'lz4', 'compress', 'zlib-flate'].map((name) => [name, compress] as const),
  ...['gunzip', 'zcat', 'gzcat', 'unxz', 'xzcat', 'bunzip2', 'bzcat', 'unzstd', 'zstdcat'].map((name) => [name, decompress] as const),
  ...['tar', 'zip', '7z', '7za', 'rar'].map((name) => [name, archive] as const),
  ...['gpg', 'gpg2', 'age', 'mcrypt', 'ccrypt'].map((name) => [name, encrypt] as const),
  ...['sha256sum', 'sha1sum', 'md5sum', 'sha512sum', 'shasum', 'md5', 'cksum', 'b2sum'].map((name) => [name, digest] as const),
  ...['env', 'printenv', 'set', 'export', 'declare', 'compgen'].map((name) => [name, environment] as const),
  ...['curl', 'wget', 'fetch', 'aria2c', 'lynx', 'links', 'w3m', 'http', 'https', 'axel'].map((name) => [name, answer] as const),
  ...['nslookup', 'dig', 'host', 'nc', 'ncat', 'netcat', 'telnet', 'ftp', 'socat'].map((name) => [name, answer] as const),
  ...['mkdir', 'test', '[', '[[', 'true', 'false', ':', 'cd', 'rm', 'cp', 'mv', 'chmod', 'chown', 'touch', 'kill', 'sleep', 'exit', 'return', 'command', 'which', 'mktemp', 'date', 'expr', 'basename', 'dirname', 'readlink', 'realpath', 'seq', 'getopt'].map((name) => [name, silent] as const),
]) // prettier-ignore

function echo({ words }: ShellCall, context: CallContext): ScriptValue {
  let first = 0
  let isEscaped = false
  while (/^-[neE]{1,3}$/.test(words[first]?.text ?? '')) isEscaped ||= words[first++]?.text.includes('e') === true
  const value = joinValues(words.slice(first), ' ')
  return isEscaped ? unescapedValue(value, context) : value
}

/** `printf FORMAT ARGUMENTS`: `%s`, `%b` and what is written in the format; numbers stay as they are. */
function printf({ words }: ShellCall, context: CallContext): ScriptValue {
  const operands = words[0]?.text === '-v' ? words.slice(2) : words[0]?.text === '--' ? words.slice(1) : words
  const [format, ...rest] = operands
  if (format === undefined) return plainValue('')
  const value = unescapedValue(format, context)
  if (!format.text.includes('%')) return value
  const state = { used: 0 }
  const parts: ScriptValue[] = []
  let text = ''
  for (let round = 0; round < 2000; round++) {
    text += value.text.replace(/%(?:[-+ #0]{0,4}\d{0,6}(?:\.\d{0,6})?([bsqdiuxXoc])|%)/g, (_all, kind?: string) => {
      if (kind === undefined) return '%'
      const next = rest[state.used++] ?? plainValue('')
      const shown = kind === 'b' ? unescapedValue(next, context) : next
      parts.push(shown)
      return kind === 'x' ? Number(shown.text).toString(16) : shown.text
    })
    if (state.used === 0 || state.used >= rest.length) break
  }
  return { text, taints: joinTaints([value.taints, ...parts.map(({ taints }) => taints)]) }
}

function unescapedValue(value: ScriptValue, context: CallContext): ScriptValue {
  if (!value.text.includes('\\')) return value
  const text = unescapedText(value.text)
  const isDisguise = hasNeedlessEscapes(value.text)
  return { text, taints: isDisguise ? [...value.taints, context.taint('decoded', 'escapes')] : value.taints }
}

/** What the files among the words hold, else what comes in. */
function content({ words, stdin, program }: ShellCall, context: CallContext): ScriptValue {
  const operands = words.filter(({ text }) => !text.startsWith('-') || text === '-')
  const skipped = /^(?:e|f|z)?grep$|^(?:g?awk|rg|ack|jq|yq)$/.test(program) ? 1 : 0
  const files = operands.slice(skipped)
  if (program === 'dd')
    return files.find(({ text }) => text.startsWith('if=')) === undefined
      ? stdin
      : fileOf(files.find(({ text }) => text.startsWith('if='))?.text.slice(3) ?? '', context)
  const isPrinting = program !== 'tee' && program !== 'xargs'
  const found = isPrinting
    ? files.slice(0, 100).map((file) => (file.text === '-' ? stdin : valueOfFile(file, context)))
    : []
  const isWhole = /^(?:cat|tee|less|more|type|dd)$/.test(program)
  const value = found.length === 0 ? stdin : joinValues(found)
  return isWhole ? value : { text: unknownUnlessEmpty(value), taints: value.taints }
}

/** The same for programs that keep every character. */
function whole(call: ShellCall, context: CallContext): ScriptValue {
  return content({ ...call, program: 'cat' }, context)
}

/** What a search finds: places of secrets where it looks for their names. */
function find({ texts }: ShellCall, context: CallContext): ScriptValue {
  return huntsSecrets(texts) ? taintedValue(context.taint('secret-file', 'find')) : taintedValue()
}

/** A file with an unknown name that comes out of tainted data is as tainted. */
function valueOfFile(file: ScriptValue, context: CallContext): ScriptValue {
  const value = fileOf(file.text, context)
  return file.taints.length === 0 ? value : { text: value.text, taints: joinTaints([value.taints, file.taints]) }
}

function fileOf(path: string, context: CallContext): ScriptValue {
  return context.file(homePath(path))
}

function unknownUnlessEmpty({ text }: ScriptValue): string {
  return text === '' ? '' : UNKNOWN_PART
}

/** `tail -n +5 "$0"`: what a script carries behind its own end. */
function tail(call: ShellCall, context: CallContext): ScriptValue {
  const value = content(
    { ...call, program: 'cat', words: call.words.filter(({ text }) => !/^[-+]?\d+$/.test(text)) },
    context,
  )
  const from = call.texts.map((text) => /^(?:-n)?\+(\d{1,7})$/.exec(text)?.[1]).find((one) => one !== undefined)
  if (from === undefined || !isKnown(value)) return { text: unknownUnlessEmpty(value), taints: value.taints }
  return {
    ...value,
    text: value.text
      .split('\n')
      .slice(Number(from) - 1)
      .join('\n'),
  }
}

function base64(call: ShellCall, context: CallContext, decodes: RegExp): ScriptValue {
  const inverse = call.texts.some((text) => decodes.test(text))
  const words = call.words.filter((_, index) => !/^-[wb]$/.test(call.texts[index - 1] ?? ''))
  const value = content({ ...call, program: 'cat', words }, context)
  return inverse ? decoded(value, 'base64', fromBase64, context) : changedValue(value, 'base64')
}

/** A constant that is decoded is told as such; what comes from elsewhere only loses its wrapping. */
function decoded(
  value: ScriptValue,
  how: string,
  decode: ((text: string) => string | undefined) | undefined,
  context: CallContext,
): ScriptValue {
  const text = isKnown(value) ? decode?.(value.text) : undefined
  const shown = text ?? (value.text === '' ? '' : UNKNOWN_PART)
  if (value.taints.some(({ source }) => source !== 'decoded' && source !== 'file')) return { ...value, text: shown }
  return { text: shown, taints: joinTaints([value.taints, [context.taint('decoded', how, how)]]) }
}

function rewritten(
  value: ScriptValue,
  change: (text: string) => string,
  how: string,
  context: CallContext,
): ScriptValue {
  if (!isKnown(value)) return value
  return { text: change(value.text), taints: [...value.taints, context.taint('decoded', how, how)] }
}

function openssl(call: ShellCall, context: CallContext): ScriptValue {
  const [command = ''] = call.texts
  const isInverse = call.texts.includes('-d')
  const named = call.texts[call.texts.indexOf('-in') + 1]
  const value = call.texts.includes('-in') && named !== undefined ? fileOf(named, context) : call.stdin
  if (command === 'base64' || (command === 'enc' && call.texts.includes('-base64') && call.texts.length < 6))
    return isInverse ? decoded(value, 'base64', fromBase64, context) : changedValue(value, 'base64')
  if (command === 's_client') return answer(call, context)
  if (/^(?:enc|rsautl|pkeyutl|smime|cms|aes.{0,20}|des.{0,20})$/.test(command))
    return isInverse || /-decrypt/.test(call.texts.join(' '))
      ? decoded(value, 'encrypt', undefined, context)
      : changedValue(value, 'encrypt')
  if (command === 'dgst' || /^(?:md5|sha\d+)$/.test(command)) return changedValue(value, 'hash')
  return plainValue(UNKNOWN_PART)
}

function hexDump(call: ShellCall, context: CallContext): ScriptValue {
  const value = content({ ...call, program: 'cat' }, context)
  const isInverse = call.texts.some((text) => /^-(?:\w*r\w*|revert)$/.test(text))
  return isInverse ? decoded(value, 'hex', fromHex, context) : changedValue(value, 'hex')
}

function translate({ texts, stdin }: ShellCall, context: CallContext): ScriptValue {
  const isDeleting = /^-\w*d/.test(texts[0] ?? '')
  const sets = texts.filter((text) => !/^-\w+$/.test(text) || text.length > 4)
  if (!isKnown(stdin)) return stdin
  const text = translated(stdin.text, sets[0] ?? '', isDeleting ? undefined : sets[1])
  if (text === undefined || text === stdin.text) return text === undefined ? { ...stdin, text: UNKNOWN_PART } : stdin
  return isDisguise(stdin.text, text)
    ? { text, taints: [...stdin.taints, context.taint('decoded', 'tr', 'tr')] }
    : { ...stdin, text }
}

/** Letters become other letters, or are taken out from between others; capitals and separators are for honest scripts. */
function isDisguise(before: string, after: string): boolean {
  if (before.length !== after.length)
    return before.replace(/[^A-Za-z\d]/g, '').length !== after.replace(/[^A-Za-z\d]/g, '').length
  let changed = 0
  for (let i = 0; i < before.length && changed < 5; i++) {
    const [one, other] = [before.charAt(i).toLowerCase(), after.charAt(i).toLowerCase()]
    if (one !== other && /[a-z\d+/=]/.test(one) && /[a-z\d+/=]/.test(other)) changed++
  }
  return changed >= 5
}

/** `sed s/old/new/g` with fixed texts. */
function substitute(call: ShellCall, context: CallContext): ScriptValue {
  const { texts, stdin } = call
  const script = texts.find((text) => !text.startsWith('-'))
  const rest = call.words.filter(({ text }) => text !== script && !text.startsWith('-'))
  const value = rest.length === 0 ? stdin : joinValues(rest.slice(0, 20).map((file) => valueOfFile(file, context)))
  if (!isKnown(value)) return value
  const match = /^s([/|#,@])([^/|#,@\\.*[\]^$+?(){}]{1,200})\1([^/|#,@\\&]{0,200})\1g?$/.exec(
    (script ?? '').slice(0, 500),
  )
  if (match === null) return { text: unknownUnlessEmpty(value), taints: value.taints }
  const [, , old = '', instead = ''] = match
  return rewritten(value, (text) => text.replaceAll(old, () => instead), 'sed', context)
}

function cut(call: ShellCall, context: CallContext): ScriptValue {
  const value = content(
    {
      ...call,
      program: 'cat',
      words: call.words.filter(
        ({ text }, index) => !text.startsWith('-') && !/^-[bcdf]$/.test(call.texts[index - 1] ?? ''),
      ),
    },
    context,
  )
  const range = /-c\s?(\d{1,6})(-?)(\d{0,6})/.exec(call.texts.join(' '))
  if (range === null || !isKnown(value)) return { text: unknownUnlessEmpty(value), taints: value.taints }
  const from = Number(range[1]) - 1
  const to = range[2] === '' ? from + 1 : range[3] === '' ? undefined : Number(range[3])
  return rewritten(
    value,
    (text) =>
      text
        .split('\n')
        .map((line) => line.slice(from, to))
        .join('\n'),
    'slices',
    context,
  )
}

function compress(call: ShellCall, context: CallContext): ScriptValue {
  if (call.texts.some((text) => /^-\w*d|^--(?:de|un)compress$/.test(text))) return decompress(call, context)
  return changedValue(content({ ...call, program: 'cat' }, context), 'gzip')
}

function decompress(call: ShellCall, context: CallContext): ScriptValue {
  return decoded(content({ ...call, program: 'cat' }, context), 'gzip', unpacked, context)
}

function archive(call: ShellCall, context: CallContext): ScriptValue {
  const isUnpacking = /^-?\w*[xt]|^(?:x|e|l)$/.test(call.texts[0] ?? '')
  if (isUnpacking) return { text: UNKNOWN_PART, taints: content({ ...call, program: 'cat' }, context).taints }
  const files = call.words
    .slice(1)
    .filter(({ text }) => !text.startsWith('-') && !/\.(?:tgz|zip|7z|rar|tar(?:\.\w{1,4})?)$/.test(text))
    .slice(0, 100)
  const value = joinValues([call.stdin, ...files.map((file) => valueOfFile(file, context))])
  return changedValue(value, 'gzip')
}

function encrypt(call: ShellCall, context: CallContext): ScriptValue {
  return changedValue(content({ ...call, program: 'cat' }, context), 'encrypt')
}

function digest(call: ShellCall, context: CallContext): ScriptValue {
  return changedValue(content({ ...call, program: 'cat' }, context), 'hash')
}

/** `env`, `printenv NAME`, `export -p`: only what lists. */
function environment({ program, texts }: ShellCall, context: CallContext): ScriptValue {
  const named = texts.filter((text) => !text.startsWith('-'))
  const isListing =
    named.length === 0 && (program !== 'set' || texts.length === 0) && !(program === 'compgen' && !texts.includes('-e'))
  if (isListing) return taintedValue(context.taint('environment', '*'))
  return program === 'printenv' ? taintedValue(context.taint('environment', named[0] ?? '*')) : plainValue('')
}

function answer({ texts }: ShellCall, context: CallContext): ScriptValue {
  const host = hostIn(texts) ?? texts.find((text) => /^[\w-]+(?:\.[\w-]+)+$/.test(text)) ?? '?'
  return taintedValue(context.taint(isMetadataHost(host) ? 'cloud-metadata' : 'network', host))
}

function silent({ program, texts }: ShellCall): ScriptValue {
  return program === 'basename' || program === 'dirname' || program === 'mktemp' || hostOf(texts[0] ?? '') !== undefined
    ? plainValue(UNKNOWN_PART)
    : plainValue(
        program === 'date' ||
          program === 'expr' ||
          program === 'seq' ||
          program === 'which' ||
          program === 'readlink' ||
          program === 'realpath' ||
          program === 'getopt'
          ? UNKNOWN_PART
          : '',
      )
}
