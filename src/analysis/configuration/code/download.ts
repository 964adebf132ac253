import type { ShellWord } from '../../../formats/shell-syntax.ts'
import type { PlacedCommand } from './file-code.ts'

/** A command that fetches something. */
export interface Download {
  /** The first address on its command line; undefined where only the run can tell. */
  readonly url?: string
  /** Told not to check certificates. */
  readonly unchecked: boolean
  /** The file it writes; undefined for standard output. */
  readonly file?: string
}

const DOWNLOADERS: ReadonlySet<string> = new Set(
  (
    'curl wget wget2 fetch aria2c axel lwp-download gdown iwr irm invoke-webrequest invoke-restmethod ' +
    'start-bitstransfer'
  ).split(' '),
)

/** Short options of curl 8 that take a value: the rest of the word, or the next one. */
const CURL_VALUES: ReadonlySet<string> = new Set('A b c C d D e E F h H K m o P Q r t T u U w x X y Y z'.split(' '))
/** Of wget 1.24. */
const WGET_VALUES: ReadonlySet<string> = new Set('a A B D e i I l o O P Q R t T U w X'.split(' '))

/** What a command downloads; undefined when it downloads nothing. */
export function downloadOf({ invocation, command }: PlacedCommand): Download | undefined {
  const { program, words } = invocation
  if (!DOWNLOADERS.has(program)) return undefined
  const url = words.map(({ text }) => text).find((text) => /^(?:https?|ftp):\/\//i.test(text.slice(0, 10)))
  const file = program === 'wget' ? wgetFile(words, url) : (curlFile(words, url) ?? redirectedTo(command))
  return {
    ...(url === undefined ? {} : { url }),
    unchecked: isUnchecked(program, words),
    ...(file === undefined ? {} : { file }),
  }
}

/** Anyone on the way can answer in the place of the server. */
export function isForgeable({ url, unchecked }: Download): boolean {
  return unchecked || (url !== undefined && /^(?:http|ftp):/i.test(url) && !isLocalAddress(url))
}

/** This very machine. */
export function isLocalAddress(url: string): boolean {
  return /^[a-z][a-z+.-]{0,20}:\/\/(?:[^/@]{0,200}@)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|host\.docker\.internal)(?:[:/]|$)/i.test(
    url.slice(0, 300),
  )
}

function isUnchecked(program: string, words: readonly ShellWord[]): boolean {
  const values = program === 'curl' ? CURL_VALUES : new Set<string>()
  return words.some(({ text }) => {
    if (/^(?:--insecure|--no-check-certificate|--check-certificate=false|-SkipCertificateCheck)$/i.test(text))
      return true
    return program === 'curl' && flagsOf(text, values).includes('k')
  })
}

/** The flags of `-sSLk`; what stands behind one with a value is its value. */
function flagsOf(text: string, values: ReadonlySet<string>): string {
  if (!/^-[A-Za-z#0-9]{1,20}/.test(text) || text.startsWith('--')) return ''
  let flags = ''
  for (const letter of text.slice(1, 20)) {
    flags += letter
    if (values.has(letter)) break
  }
  return flags
}

function wgetFile(words: readonly ShellWord[], url: string | undefined): string | undefined {
  const given = optionValue(words, 'O', '--output-document', WGET_VALUES)
  return given ?? (url === undefined ? undefined : baseName(url))
}

function curlFile(words: readonly ShellWord[], url: string | undefined): string | undefined {
  const given = optionValue(words, 'o', '--output', CURL_VALUES) ?? namedValue(words, /^-outfile$/i)
  if (given !== undefined) return given
  const remote = words.some(({ text }) => text === '--remote-name' || flagsOf(text, CURL_VALUES).includes('O'))
  return remote && url !== undefined ? baseName(url) : undefined
}

function optionValue(
  words: readonly ShellWord[],
  short: string,
  long: string,
  values: ReadonlySet<string>,
): string | undefined {
  for (const [index, { text }] of words.entries()) {
    if (text === long) return words[index + 1]?.text
    if (text.startsWith(`${long}=`)) return text.slice(long.length + 1)
    const flags = flagsOf(text, values)
    if (!flags.endsWith(short)) continue
    return text.length > flags.length + 1 ? text.slice(flags.length + 1) : words[index + 1]?.text
  }
  return undefined
}

function namedValue(words: readonly ShellWord[], name: RegExp): string | undefined {
  const place = words.findIndex(({ text }) => name.test(text))
  return place < 0 ? undefined : words[place + 1]?.text
}

function redirectedTo(command: PlacedCommand['command']): string | undefined {
  return command.redirects.find(({ operator }) => operator === '>' || operator === '>|')?.target.text
}

/** `x.sh` of `https://host/a/x.sh?raw=1`. */
export function baseName(path: string): string {
  const end = path.search(/[?#]/)
  const bare = end < 0 ? path : path.slice(0, end)
  return bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1)
}
