/** One word of a line as a POSIX shell splits it; `offset` is where its text begins, behind an opening quote. */
export interface Argument {
  readonly value: string
  readonly offset: number
}

/** One option of a requirements file under its long name, for example `--requirement` for `-r base.txt`. */
export interface OptionUse {
  readonly name: string
  /** Empty for a flag. */
  readonly value: string
  readonly offset: number
}

export interface ParsedOptions {
  readonly options: readonly OptionUse[]
  /** Words that are no option of pip. */
  readonly unknown: readonly Argument[]
}

/** The options pip reads in a requirements file and whether a value follows. `no` takes none. */
const OPTIONS: ReadonlyMap<string, 'value' | 'no'> = new Map([
  ['--requirement', 'value'],
  ['--constraint', 'value'],
  ['--editable', 'value'],
  ['--index-url', 'value'],
  ['--extra-index-url', 'value'],
  ['--find-links', 'value'],
  ['--no-binary', 'value'],
  ['--only-binary', 'value'],
  ['--trusted-host', 'value'],
  ['--use-feature', 'value'],
  ['--hash', 'value'],
  ['--global-option', 'value'],
  ['--install-option', 'value'],
  ['--config-settings', 'value'],
  ['--no-index', 'no'],
  ['--pre', 'no'],
  ['--prefer-binary', 'no'],
  ['--require-hashes', 'no'],
  ['--no-build-isolation', 'no'],
  ['--always-unzip', 'no'],
])

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['-r', '--requirement'],
  ['-c', '--constraint'],
  ['-e', '--editable'],
  ['-i', '--index-url'],
  ['--pypi-url', '--index-url'],
  ['-f', '--find-links'],
  ['-C', '--config-settings'],
  ['--config-setting', '--config-settings'],
  ['-Z', '--always-unzip'],
])

/**
 * Reads the options of one line: `--opt=value`, `--opt value`, `-r file`, `-rfile`, and beginnings of long names as
 * long as they mean one option (optparse, which pip uses, takes `--requirem base.txt`).
 */
export function parseOptions(text: string, from: number): ParsedOptions {
  const words = splitArguments(text, from)
  const options: OptionUse[] = []
  const unknown: Argument[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === undefined) break
    const use = readOption(word)
    if (use === undefined) unknown.push(word)
    else if (OPTIONS.get(use.name) === 'no' || use.attached !== undefined) options.push(asUse(use, word))
    else {
      const value = words[++i]
      if (value === undefined) unknown.push(word)
      else options.push({ name: use.name, value: value.value, offset: value.offset })
    }
  }
  return { options, unknown }
}

/** Where the options of a requirement line begin: at the first word that starts with `-`; the length when there is none. */
export function optionsStart(text: string): number {
  let behindSpace = true
  for (let i = 0; i < text.length; i++) {
    if (behindSpace && text[i] === '-') return i
    behindSpace = isBlank(text.charCodeAt(i))
  }
  return text.length
}

interface ReadOption {
  readonly name: string
  readonly attached: { readonly value: string; readonly at: number } | undefined
}

function asUse(use: ReadOption, word: Argument): OptionUse {
  return { name: use.name, value: use.attached?.value ?? '', offset: word.offset + (use.attached?.at ?? 0) }
}

function readOption(word: Argument): ReadOption | undefined {
  const { value } = word
  if (!value.startsWith('--')) {
    const short = OTHER_NAMES.get(value.slice(0, 2))
    if (short === undefined) return undefined
    return { name: short, attached: value.length > 2 ? { value: value.slice(2), at: 2 } : undefined }
  }
  const equals = value.indexOf('=')
  const name = longName(equals < 0 ? value : value.slice(0, equals))
  if (name === undefined) return undefined
  return { name, attached: equals < 0 ? undefined : { value: value.slice(equals + 1), at: equals + 1 } }
}

function longName(written: string): string | undefined {
  if (OPTIONS.has(written)) return written
  const other = OTHER_NAMES.get(written)
  if (other !== undefined || written.length > 40) return other
  const meant = [...OPTIONS.keys()].filter((candidate) => candidate.startsWith(written))
  return meant.length === 1 ? meant[0] : undefined
}

/** Words separated by blanks, with single quotes, double quotes and backslashes as `shlex.split` reads them. */
function splitArguments(text: string, from: number): readonly Argument[] {
  const words: Argument[] = []
  let at = from
  while (at < text.length) {
    if (isBlank(text.charCodeAt(at))) {
      at++
      continue
    }
    const word = readWord(text, at)
    words.push(word)
    at = word.end
  }
  return words
}

function readWord(text: string, start: number): Argument & { readonly end: number } {
  const parts: string[] = []
  let quote: string | undefined
  let plain = start
  let at = start
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote === undefined && isBlank(text.charCodeAt(at))) break
    const opens = quote === undefined && (character === '"' || character === "'")
    const escapes = character === '\\' && quote !== "'" && at + 1 < text.length
    if (!opens && !escapes && character !== quote) continue
    parts.push(text.slice(plain, at))
    plain = at + 1
    if (escapes) at++
    else quote = opens ? character : undefined
  }
  parts.push(text.slice(plain, at))
  const quoted = text[start] === '"' || text[start] === "'"
  return { value: parts.join(''), offset: quoted ? start + 1 : start, end: at }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0
}
