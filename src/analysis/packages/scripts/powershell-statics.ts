import { codeSources } from './code-sources.ts'
import { characterOf, fromBase64, reversed } from './decode-text.ts'
import { environmentOf, hostFact, spied } from './powershell-environment.ts'
import { constructed } from './powershell-objects.ts'
import { characters } from './powershell-operators.ts'
import { itemsOf, numberValue, type PsScope, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
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
  const inputs = codeSources(value.taints)
  if (member === 'load' && (inputs.length > 0 || !isKnown(value))) scope.tell('evaluate', 'Assembly.Load', inputs)
  return { text: UNKNOWN_PART, taints: inputs, object: 'reflection.assembly' }
}

function started(words: readonly PsValue[], scope: PsScope): PsValue {
  const [program = UNKNOWN] = words
  scope.tell('execute', program.text, codeSources(program.taints))
  return UNKNOWN
}
