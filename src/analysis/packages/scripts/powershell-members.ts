import { isHostVariable, isSecretVariable } from '../known-places.ts'
import { characterOf, fromBase64, reversed, textOfBytes, unpacked } from './decode-text.ts'
import { characters, splitAny } from './powershell-operators.ts'
import {
  bytesOf,
  itemsOf,
  listValue,
  numberValue,
  type PsScope,
  type PsValue,
  textValue,
  UNKNOWN,
  withTaints,
} from './powershell-value.ts'
import { changedValue, isKnown, joinTaints, UNKNOWN_PART } from './script-value.ts'

/** What a static member of a type of .NET gives: `[Convert]::FromBase64String(…)`. */
export function staticValue(
  type: string,
  member: string,
  words: readonly PsValue[] | undefined,
  scope: PsScope,
): PsValue {
  const name = `${type}::${member}`
  const known = STATICS.find(([pattern]) => pattern.test(name))
  if (known !== undefined) return known[1](words ?? [], scope, member)
  if (member === 'new') return constructed(type, words ?? [], scope)
  return { text: UNKNOWN_PART, taints: joinTaints((words ?? []).map(({ taints }) => taints)), object: type }
}

type Static = (words: readonly PsValue[], scope: PsScope, member: string) => PsValue

const FIRST = (words: readonly PsValue[]): PsValue => words[0] ?? UNKNOWN

const STATICS: readonly (readonly [RegExp, Static])[] = [
  [/^convert::frombase64string$/, (words, scope) => decodedBytes(FIRST(words), scope)],
  [/^convert::tobase64string$/, (words) => changedValue(FIRST(words), 'base64')],
  [/^convert::to(?:u?int\d\d|byte|sbyte)$/, (words) => radix(FIRST(words), words[1])],
  [/^convert::tochar$/, (words, scope) => fromCode(FIRST(words), scope)],
  [/^char::(?:convertfromutf32|parse)$/, (words, scope) => fromCode(FIRST(words), scope)],
  [
    /^(?:text\.)?encoding::(?:utf8|unicode|ascii|default|bigendianunicode|utf7|utf32)$/,
    (_, __, member) => ({ ...UNKNOWN, object: `encoding ${member}` }),
  ],
  [
    /^(?:text\.)?encoding::getencoding$/,
    (words) => ({ ...UNKNOWN, object: `encoding ${FIRST(words).text.toLowerCase()}` }),
  ],
  [
    /^string::join$/,
    (words) =>
      textValue(
        (words[1]?.list ?? words.slice(1)).map(({ text }) => text).join(FIRST(words).text),
        joinTaints(words.map(({ taints }) => taints)),
      ),
  ],
  [
    /^string::(?:concat)$/,
    (words) =>
      textValue(
        words
          .flatMap(itemsOf)
          .map(({ text }) => text)
          .join(''),
        joinTaints(words.map(({ taints }) => taints)),
      ),
  ],
  [
    /^(?:string|text\.stringbuilder)::new$/,
    (words) =>
      FIRST(words).list === undefined
        ? FIRST(words)
        : textValue(
            itemsOf(FIRST(words))
              .map(({ text }) => text)
              .join(''),
            FIRST(words).taints,
          ),
  ],
  [/^(?:text\.regularexpressions\.)?regex::matches$/, (words, scope) => matches(words, scope)],
  [/^(?:text\.regularexpressions\.)?regex::unescape$/, (words) => FIRST(words)],
  [
    /^io\.path::combine$/,
    (words) => textValue(words.map(({ text }) => text).join('/'), joinTaints(words.map(({ taints }) => taints))),
  ],
  [/^io\.path::gettemppath$/, () => textValue('…/Temp/')],
  [/^io\.file::read(?:alltext|allbytes|alllines|lines)$/, (words, scope) => scope.file(FIRST(words).text)],
  [/^io\.file::(?:write|append)all/, (words, scope, member) => written(words, scope, member.startsWith('append'))],
  [
    /^io\.file::(?:copy|move)$/,
    (words, scope) => written([words[1] ?? UNKNOWN, scope.file(FIRST(words).text)], scope, false),
  ],
  [/^environment::getenvironmentvariable$/, (words, scope) => scope.variable(`env:${FIRST(words).text.toLowerCase()}`)],
  [/^environment::getenvironmentvariables$/, (_, scope) => environmentOf(scope)],
  [/^environment::(?:username|machinename|userdomainname|osversion)$/, (_, scope, member) => hostFact(member, scope)],
  [/^environment::getfolderpath$/, (words) => textValue(folderOf(FIRST(words).text))],
  [/^security\.principal\.windowsidentity::getcurrent$/, (_, scope) => hostFact('whoami', scope)],
  [/^(?:net\.)?dns::(?:gethostname)$/, (_, scope) => hostFact('hostname', scope)],
  [
    /^(?:net\.)?dns::(?:gethostaddresses|gethostbyname|gethostentry|resolve)/,
    (words, scope) => asked(FIRST(words), scope),
  ],
  [
    /^(?:net\.)?(?:http)?webrequest::create(?:http)?$/,
    (words) => ({ ...UNKNOWN, object: 'net.webrequest', inner: FIRST(words) }),
  ],
  [
    /^(?:web\.httputility|uri|net\.webutility)::(?:urlencode|escapedatastring|escapeuristring)$/,
    (words) => changedValue(FIRST(words), 'url', FIRST(words).text),
  ],
  [
    /^(?:reflection\.)?assembly::load(?:file|from|withpartialname)?$/,
    (words, scope, member) => loaded(FIRST(words), scope, member),
  ],
  [/^(?:management\.automation\.)?scriptblock::create$/, (words) => ({ ...FIRST(words), object: 'scriptblock' })],
  [/clipboard::get/, (_, scope) => spied('clipboard', 'clipboard', scope)],
  [/clipboard::set/, (_, scope) => spied('clipboard', 'replaced', scope)],
  [/^(?:diagnostics\.)?process::start$/, (words, scope) => started(words, scope)],
  [/^array::reverse$/, (words) => FIRST(words)],
]

function decodedBytes(value: PsValue, scope: PsScope): PsValue {
  const text = isKnown(value) ? fromBase64(value.text) : undefined
  const isForeign = value.taints.some(({ source }) => source !== 'decoded' && source !== 'file')
  return textValue(
    text ?? UNKNOWN_PART,
    isForeign ? value.taints : [...value.taints, scope.taint('decoded', 'base64', 'base64')],
  )
}

function radix(value: PsValue, base: PsValue | undefined): PsValue {
  const number = Number.parseInt(value.text.replace(/^0x/i, ''), base?.number ?? 10)
  return Number.isNaN(number) ? { text: UNKNOWN_PART, taints: value.taints } : numberValue(number, value.taints)
}

function fromCode(value: PsValue, scope: PsScope): PsValue {
  return value.number === undefined
    ? UNKNOWN
    : textValue(characterOf(value.number), [...value.taints, scope.taint('decoded', 'characters', 'characters')])
}

/** `[regex]::Matches($x, '.', 'RightToLeft')` turns a text round. */
function matches([value = UNKNOWN, pattern, options]: readonly PsValue[], scope: PsScope): PsValue {
  if (pattern?.text !== '.' || !isKnown(value)) return { text: UNKNOWN_PART, taints: value.taints }
  if (!/righttoleft|64/i.test(options?.text ?? '')) return characters(value)
  return characters(textValue(reversed(value.text), [...value.taints, scope.taint('decoded', 'reversed', 'reversed')]))
}

function written([path = UNKNOWN, value = UNKNOWN]: readonly PsValue[], scope: PsScope, appends: boolean): PsValue {
  scope.writeFile(path.text, value, appends)
  return textValue('')
}

export function environmentOf(scope: PsScope): PsValue {
  scope.tell('read-environment', '*')
  return { text: UNKNOWN_PART, taints: [scope.taint('environment', '*')] }
}

function hostFact(subject: string, scope: PsScope): PsValue {
  scope.tell('host-facts', subject)
  return { text: UNKNOWN_PART, taints: [scope.taint('host-facts', subject)] }
}

function folderOf(name: string): string {
  if (/^startup$/i.test(name)) return '~/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup'
  if (/^applicationdata$/i.test(name)) return '~/AppData/Roaming'
  if (/^localapplicationdata$/i.test(name)) return '~/AppData/Local'
  return /^(?:userprofile|personal|mydocuments|desktop)$/i.test(name) ? '~' : UNKNOWN_PART
}

function asked(name: PsValue, scope: PsScope): PsValue {
  scope.tell(name.taints.length > 0 ? 'dns' : 'network', name.text, name.taints)
  return UNKNOWN
}

/** An assembly out of bytes; the framework's own come by name. */
function loaded(value: PsValue, scope: PsScope, member: string): PsValue {
  const inputs = value.taints.filter(({ source }) => source === 'network' || source === 'decoded')
  if (member === 'load' && (inputs.length > 0 || !isKnown(value))) scope.tell('evaluate', 'Assembly.Load', inputs)
  return { text: UNKNOWN_PART, taints: inputs, object: 'reflection.assembly' }
}

export function spied(kind: 'clipboard' | 'spy', subject: string, scope: PsScope): PsValue {
  scope.tell(kind, subject)
  return { text: UNKNOWN_PART, taints: [scope.taint(kind, subject)] }
}

function started(words: readonly PsValue[], scope: PsScope): PsValue {
  const [program = UNKNOWN] = words
  scope.tell(
    'execute',
    program.text,
    program.taints.filter(({ source }) => source === 'network' || source === 'decoded'),
  )
  return UNKNOWN
}

/** An object made with `New-Object` or `::new`. */
export function constructed(type: string, words: readonly PsValue[], scope: PsScope): PsValue {
  const [first] = words
  const taints = joinTaints(words.map((word) => word.taints))
  if (/^io\.compression\.(?:gzip|deflate)stream$/.test(type)) return unpackedStream(first ?? UNKNOWN, words, type)
  if (/^io\.(?:memorystream|streamreader|binaryreader|stringreader)$|^text\.stringbuilder$/.test(type))
    return {
      text: first?.inner?.text ?? first?.text ?? '',
      taints,
      object: type,
      inner: first?.inner ?? first ?? textValue(''),
    }
  if (/^(?:net\.sockets\.)?(?:tcpclient|udpclient)$/.test(type.replace(/^net\.sockets\./, '')) && first !== undefined) {
    scope.tell('network', first.text)
    return {
      text: UNKNOWN_PART,
      taints: [...taints, scope.taint('network', first.text)],
      object: 'net.sockets.tcpclient',
      inner: first,
    }
  }
  if (type === 'string')
    return textValue(
      itemsOf(first ?? UNKNOWN)
        .map(({ text }) => text)
        .join(''),
      taints,
    )
  if (type === 'uri') return first ?? UNKNOWN
  return { text: UNKNOWN_PART, taints, object: type, ...(first === undefined ? {} : { inner: first }) }
}

function unpackedStream(stream: PsValue, words: readonly PsValue[], type: string): PsValue {
  const source = stream.inner ?? stream
  const isPacking = /^compress$/i.test(words[1]?.text ?? '')
  const text = isPacking || !isKnown(source) ? undefined : unpacked(bytesOf(source))
  const inner = isPacking ? changedValue(source, 'gzip') : textValue(text ?? UNKNOWN_PART, source.taints)
  return { text: UNKNOWN_PART, taints: inner.taints, object: type, inner }
}

/** What a member of a value gives; undefined where only the run can tell. */
export function memberValue(
  target: PsValue,
  name: string,
  words: readonly PsValue[] | undefined,
  scope: PsScope,
): PsValue | undefined {
  const member = name.toLowerCase()
  const object = target.object ?? ''
  if (object.startsWith('encoding ')) return encoded(object, member, words ?? [])
  if (member === 'readtoend' || member === 'toarray' || member === 'getbuffer')
    return target.inner === undefined ? withoutObject(target) : asText(target.inner)
  if (target.table !== undefined && words === undefined)
    return target.table.find(({ key }) => key.toLowerCase() === member)?.value
  if (words === undefined) return property(target, member)
  const method = METHODS.get(member)
  return method === undefined ? undefined : method(target, words, scope)
}

function withoutObject({ text, taints }: PsValue): PsValue {
  return { text, taints }
}

function asText(value: PsValue): PsValue {
  return textValue(textOfBytes(bytesOf(value)) ?? value.text, value.taints)
}

function encoded(object: string, member: string, words: readonly PsValue[]): PsValue {
  const [value = UNKNOWN] = words
  if (member === 'getbytes') return withoutObject(value)
  if (!isKnown(value)) return { text: UNKNOWN_PART, taints: value.taints }
  const bytes = bytesOf(value)
  const wide = /unicode|utf-16/.test(object)
    ? Buffer.from(bytes, 'latin1').toString('utf16le')
    : (textOfBytes(bytes) ?? bytes)
  return textValue(wide, value.taints)
}

function property(target: PsValue, member: string): PsValue | undefined {
  if (member === 'length' || member === 'count')
    return isKnown(target) || target.list !== undefined
      ? numberValue(target.list?.length ?? target.text.length)
      : UNKNOWN
  if (/^(?:content|responsetext|responsebody|rawcontent|result|value|path|name|fullname|line)$/.test(member))
    return withoutObject(target)
  return undefined
}

type Method = (target: PsValue, words: readonly PsValue[], scope: PsScope) => PsValue

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['tostring', (target) => withoutObject(target)],
  ['trim', (target) => textValue(target.text.trim(), target.taints)],
  ['tolower', (target) => textValue(target.text.toLowerCase(), target.taints)],
  ['toupper', (target) => textValue(target.text.toUpperCase(), target.taints)],
  ['tochararray', (target) => characters(target)],
  ['replace', replace],
  [
    'split',
    (target, [mark]) =>
      isKnown(target)
        ? listValue(
            splitAny(target.text, new Set(mark?.text ?? ' '))
              .slice(0, 100_000)
              .map((part) => textValue(part, target.taints)),
          )
        : target,
  ],
  [
    'substring',
    (target, [from, length]) =>
      from?.number === undefined || !isKnown(target)
        ? target
        : disguised(
            target,
            target.text.slice(from.number, length?.number === undefined ? undefined : from.number + length.number),
          ),
  ],
  [
    'remove',
    (target, [from, length]) =>
      from?.number === undefined || !isKnown(target)
        ? target
        : disguised(
            target,
            target.text.slice(0, from.number) +
              (length?.number === undefined ? '' : target.text.slice(from.number + length.number)),
          ),
  ],
  [
    'insert',
    (target, [at, text]) =>
      at?.number === undefined || !isKnown(target)
        ? target
        : disguised(target, target.text.slice(0, at.number) + (text?.text ?? '') + target.text.slice(at.number)),
  ],
  [
    'append',
    (target, words) => ({
      ...target,
      inner: textValue(
        (target.inner?.text ?? target.text) + (words[0]?.text ?? ''),
        joinTaints([target.taints, words[0]?.taints ?? []]),
      ),
    }),
  ],
  ['getenumerator', (target) => target],
])

function replace(target: PsValue, [old, instead]: readonly PsValue[], scope: PsScope): PsValue {
  if (!isKnown(target) || old === undefined || old.text === '') return { text: UNKNOWN_PART, taints: target.taints }
  const text = target.text.replaceAll(old.text, () => instead?.text ?? '')
  return text === target.text
    ? target
    : textValue(text, [...target.taints, scope.taint('decoded', 'replace', 'replace')])
}

function disguised(target: PsValue, text: string): PsValue {
  return textValue(text, target.taints)
}

/** What a variable of the environment holds on most machines, and what reading it means. */
export function environmentValue(name: string, scope: PsScope): PsValue {
  const known = ENVIRONMENT.get(name)
  if (known !== undefined) return textValue(known)
  const upper = name.toUpperCase()
  if (isSecretVariable(upper)) {
    scope.tell('read-environment', upper)
    return withTaints(UNKNOWN, [scope.taint('environment', upper)])
  }
  return isHostVariable(upper) ? hostFact(upper, scope) : UNKNOWN
}

/** Defaults of Windows that obfuscators take letters from, and the folders of the user. */
const ENVIRONMENT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    comspec: 'C:\\Windows\\system32\\cmd.exe',
    windir: 'C:\\Windows',
    systemroot: 'C:\\Windows',
    public: 'C:\\Users\\Public',
    programfiles: 'C:\\Program Files',
    programdata: 'C:\\ProgramData',
    allusersprofile: 'C:\\ProgramData',
    pathext: '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC',
    userprofile: '~',
    homepath: '~',
    home: '~',
    appdata: '~/AppData/Roaming',
    localappdata: '~/AppData/Local',
    temp: '…/Temp',
    tmp: '…/Temp',
  }),
)

/** Variables that PowerShell itself sets. */
export const AUTOMATIC: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pshome: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
    shellid: 'Microsoft.PowerShell',
    verbosepreference: 'SilentlyContinue',
    home: '~',
    profile: '~/Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1',
    null: '',
    true: 'True',
    false: 'False',
    myinvocation: '<this>',
    pscommandpath: '<this>',
  }),
)
