import type { ShellWord } from '../../../formats/shell-syntax.ts'
import { baseName, type Download, downloadOf } from './download.ts'
import type { FileCode, PlacedCommand } from './file-code.ts'

/** A download and the command that runs it. */
export interface RunDownload {
  readonly fetched: PlacedCommand
  readonly runner: PlacedCommand
  readonly download: Download
  /** Directly, or through a file that nothing checks. */
  readonly how: 'piped' | 'stored'
}

/** Downloads that are run, in the order of their runners. */
export function runDownloads(code: FileCode): readonly RunDownload[] {
  const found: RunDownload[] = []
  const stored = new Map<string, { readonly fetched: PlacedCommand; readonly download: Download }>()
  for (const command of code.commands) {
    const download = downloadOf(command)
    if (download?.file !== undefined && download.file !== '-' && download.file !== '/dev/stdout')
      stored.set(baseName(download.file), { fetched: command, download })
    if (CHECKERS.has(command.invocation.program)) stored.clear()
    const direct = pipedInto(command) ?? substitutedInto(command) ?? evaluated(command, code)
    if (direct !== undefined) found.push({ ...direct, runner: command, how: 'piped' })
    else {
      const file = stored.get(runFile(command) ?? '')
      if (file !== undefined) found.push({ ...file, runner: command, how: 'stored' })
    }
  }
  return found
}

/** Programs that compare a hash or a signature: what was downloaded before them counts as checked. */
const CHECKERS: ReadonlySet<string> = new Set(
  (
    'sha256sum sha512sum sha384sum sha1sum shasum sha256 b2sum md5sum md5 rhash openssl gpg gpgv gpg2 cosign ' +
    'minisign signify slsa-verifier get-filehash certutil'
  ).split(' '),
)

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'fish', 'source', '.'])
const EVALUATING: ReadonlySet<string> = new Set(['iex', 'invoke-expression', 'eval'])
const LANGUAGES: ReadonlySet<string> = new Set(['python', 'perl', 'ruby', 'node', 'php', 'lua', 'rscript'])

/** Longest pipe between the download and the program that runs it: `curl … | base64 -d | gunzip | sh`. */
const MOST_STAGES = 6

/** `curl … | sh`. */
function pipedInto(command: PlacedCommand): Pick<RunDownload, 'fetched' | 'download'> | undefined {
  if (command.source === undefined || !runsInput(command)) return undefined
  let before: PlacedCommand | undefined = command.source
  for (let i = 0; i < MOST_STAGES && before !== undefined; i++) {
    const download = downloadOf(before)
    if (download !== undefined) return { fetched: before, download }
    if (CHECKERS.has(before.invocation.program)) return undefined
    before = before.source
  }
  return undefined
}

/** Does the program read its script from standard input? */
function runsInput({ invocation: { program, words } }: PlacedCommand): boolean {
  if (EVALUATING.has(program)) return program !== 'eval'
  if (LANGUAGES.has(program)) return isInputOfLanguage(words)
  if (!SHELLS.has(program)) return false
  for (let i = 0; i < words.length; i++) {
    const text = words[i]?.text ?? ''
    if (text === '-' || text === '-s' || text === '--' || text === '/dev/stdin') return true
    if (!/^[-+]/.test(text)) return false
    if (/^[-+][A-Za-z]{1,20}$/.test(text)) {
      if (text.includes('c')) return false
      if (text.includes('s')) return true
      if (text.endsWith('o')) i++
    }
  }
  return true
}

/** `python3 -`, `python3 -u`, `perl`; not `python -c …`, `python script.py`, `perl -ne …`. */
function isInputOfLanguage(words: readonly ShellWord[]): boolean {
  const first = words.find(({ text }) => !/^-[uBIsSEqb]{1,6}$/.test(text))
  return first === undefined || first.text === '-' || first.text === '/dev/stdin'
}

/** `bash <(curl …)`, `sh -c "$(curl …)"`, `eval "$(wget …)"`, `python -c "$(curl …)"`. */
function substitutedInto(runner: PlacedCommand): Pick<RunDownload, 'fetched' | 'download'> | undefined {
  const { program, words } = runner.invocation
  const isRunner = SHELLS.has(program) || EVALUATING.has(program) || LANGUAGES.has(program)
  if (!isRunner) return undefined
  const word = words.find(
    (one, index) => isScriptOf(program, words, index) && SUBSTITUTION.test(one.text.slice(0, 200)),
  )
  if (word === undefined) return undefined
  const url = /\b(?:https?|ftp):\/\/[^\s"'()|;`]{1,200}/i.exec(word.text)?.[0]
  const unchecked = /\s(?:-[a-zA-Z]{0,8}k[a-zA-Z]{0,8}|--insecure|--no-check-certificate)\s/.test(
    word.text.slice(0, 300),
  )
  return { fetched: runner, download: { ...(url === undefined ? {} : { url }), unchecked } }
}

const SUBSTITUTION =
  /^\(?\s*(?:<\(|\$\(|`)?\s*(?:sudo\s+)?(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|\(?\s*New-Object\s+(?:System\.)?Net\.WebClient)\b/i

/** `iex ((New-Object Net.WebClient).DownloadString('…'))`: to a POSIX shell the parentheses are arithmetic, so the text is asked. */
const EVALUATED =
  /\b(?:iex|Invoke-Expression)\b[^\n|;]{0,200}(?:DownloadString|WebClient|\biwr\b|\birm\b|Invoke-WebRequest|Invoke-RestMethod)[^\n]{0,300}/i

function evaluated(
  runner: PlacedCommand,
  { scripts }: FileCode,
): Pick<RunDownload, 'fetched' | 'download'> | undefined {
  const { program, words } = runner.invocation
  if (words.length > 0 || (program !== 'iex' && program !== 'invoke-expression')) return undefined
  const match = scripts.map(({ text }) => EVALUATED.exec(text.text)).find((one) => one !== null)
  if (match === undefined || match === null) return undefined
  const url = /\b(?:https?|ftp):\/\/[^\s"'()|;`]{1,200}/i.exec(match[0])?.[0]
  return { fetched: runner, download: { ...(url === undefined ? {} : { url }), unchecked: false } }
}

/** Where the script of a program stands on its command line. */
function isScriptOf(program: string, words: readonly ShellWord[], index: number): boolean {
  const text = words[index]?.text ?? ''
  if (!isSubstitution(text)) return program === 'iex' || program === 'invoke-expression'
  if (EVALUATING.has(program)) return true
  if (text.startsWith('<(')) return words.slice(0, index).every((one) => one.text.startsWith('-'))
  const before = words[index - 1]?.text ?? ''
  return /^-[a-zA-Z]{0,6}c$/.test(before)
}

function isSubstitution(text: string): boolean {
  return text.startsWith('<(') || text.startsWith('$(') || text.startsWith('`')
}

/** The name of the file that a command runs: `sh x.sh`, `./x.sh`, `python x.py`, `source x.sh`. */
function runFile({ invocation: { program, words, name } }: PlacedCommand): string | undefined {
  if (SHELLS.has(program) || LANGUAGES.has(program)) {
    const script = words.find(({ text }) => !text.startsWith('-'))
    const isInline = words.some(({ text }) => /^-[a-zA-Z]{0,6}c$/.test(text))
    return script === undefined || isInline ? undefined : baseName(script.text)
  }
  return /[/\\]/.test(name.text) ? baseName(name.text) : undefined
}
