import { createHash } from 'node:crypto'
import { KNOWN_EXAMPLES } from './known-examples.ts'

/**
 * Why a value is one that nobody ever issued, as the end of a sentence; undefined when nothing says so. Words are long enough, or stand by themselves, so
 * that hardly any random token holds one (measured: 3 of 1,000,000 tokens of 40 letters and digits).
 */
export function placeholder(value: string): string | undefined {
  if (TEMPLATE.test(value)) return 'is a place to fill in'
  const word = WORD.exec(value) ?? SHORT_WORD.exec(value)
  if (word !== null) return `holds the word "${word[0].toLowerCase()}"`
  if (/(.)\1{6}/.test(value)) return 'repeats one character'
  if (isPeriodic(value)) return 'repeats a few characters'
  if (holdsSequence(value)) return 'counts up or down'
  if (KNOWN_EXAMPLES.has(digest(value))) return 'is an example out of a documentation'
  return undefined
}

/** `${VAR}`, `{{ name }}`, `<your-key>`, `%(name)s`, `$(command)`, `[key]`, `__NAME__`, `...`. */
const TEMPLATE =
  /\$[{(]|\{\{|\}\}|<[^<>]{1,60}>|%\(|^\[.{0,60}\]$|^__.{1,60}__$|\.\.\.|…|\*{3}|^%\w{1,40}%$|^\{[\w.]{1,40}\}$|^\$[A-Za-z_]\w{0,60}$|^@[\w.]{1,40}@$/
const WORD =
  /example|sample(?![a-z])|placeholder|change[-_]?(?:me|it|this)|replace[-_]?(?:me|this|with)|insert[-_]?(?:your|here)|redacted|removed|(?:my|your|some|the|any)[-_ ]?(?:own[-_ ]?)?(?:(?:super|very|new|real|api|app|access|auth|client|secret|private|personal|bearer|jwt|github|gitlab|slack|openai|anthropic|long|random)[-_ ]?)*(?:key|token|secret|passw|pass(?![a-z])|pwd|credential)|dummy|lorem|foobar|foo[-_]?bar|hunter2|correct[-_]?horse|not[-_]?(?:a|so|very)?[-_]?(?:real|secret|valid)|(?:fake|mock|invalid|bogus|false|test(?:ing)?)[-_ ]?(?:key|token|secret|passw|pwd|credential|api|auth|value|id(?![a-z]))|(?:key|token|secret|passw(?:or)?d?|api)[-_]?(?:goes[-_]?)?here|qwerty|deadbeef|cafebabe|0123456789abcdef|abcdef0123456789|top[-_]?secret|super[-_]?secret|s3cr3t|p[a4@]ss[vw][o0]rd|default|undefined|environ/i
/** Too short to be looked for inside of random text: they stand between joints. */
const SHORT_WORD =
  /(?:^|[-_.])(?:fake|mock|test(?:ing)?|demo|todo|tbd|your|none|null|true|false|xxx+|abc|foo|bar|baz|here|some|secret|token|key)(?=$|[-_.])/i

/** `abcabcabcabc`: two halves or more of the same eight characters at most, over twelve characters at least. */
function isPeriodic(value: string): boolean {
  if (value.length < 12) return new Set(value).size <= 2
  for (let period = 1; period <= Math.min(8, value.length >> 1); period++) {
    if (value.slice(period) === value.slice(0, -period)) return true
  }
  return new Set(value).size <= 4
}

/** `12345678`, `abcdefgh`, `zyxwvuts`: eight characters, each next to the one before it. */
function holdsSequence(value: string): boolean {
  let up = 1
  let down = 1
  for (let i = 1; i < value.length; i++) {
    const step = value.charCodeAt(i) - value.charCodeAt(i - 1)
    up = step === 1 || (value[i - 1] === '9' && value[i] === '0') ? up + 1 : 1
    down = step === -1 ? down + 1 : 1
    if (up >= SEQUENCE || down >= SEQUENCE) return true
  }
  return false
}

const SEQUENCE = 8

function digest(value: string): string {
  return createHash('sha256').update(value, 'latin1').digest('hex').slice(0, 16)
}
