import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { platform } from 'node:os'
import { ExternalError } from '../../../base/errors.ts'
import { excerpt } from '../../../base/escape.ts'

/** Where Git is to work, and with what environment. Plain data: it travels to workers. */
export interface GitPlace {
  /** Absolute. Git looks for no other repository and does not ask again who owns this one. */
  readonly gitDirectory: string
  readonly environment: Readonly<Record<string, string>>
}

/** How a command is run. */
export interface GitOptions {
  /** What it reads, in pieces; nothing when absent. */
  readonly input?: Iterable<string>
  readonly signal?: AbortSignal
  /** Exit codes other than 0 that say something and are no failure. */
  readonly allowed?: readonly number[]
  /** Address space the command may use at most, where the system can hold it to that (not on Windows and macOS). */
  readonly mostMegabytes?: number
  /** Longest silence; five minutes when absent. */
  readonly silenceMilliseconds?: number
  /** Complaints on the error stream of a command that went well, one line each. */
  readonly onComplaint?: (line: string) => void
}

/**
 * Settings that stand above those of the repository, whose configuration is as hostile as its content. Only plumbing is run that starts no
 * program of its own; these are for what it might still do: ask a file monitor (CVE-2022-24765), fetch a missing object through a remote helper,
 * believe a commit-graph that hides commits, or be slowed down.
 */
export const SAFE_SETTINGS: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.pager=cat',
  'core.commitGraph=false',
  'core.deltaBaseCacheLimit=96m',
  'core.packedGitWindowSize=64m',
  'core.packedGitLimit=1g',
  'core.bigFileThreshold=512m',
  'core.warnAmbiguousRefs=false',
  'protocol.allow=never',
  'submodule.recurse=false',
  'diff.renames=false',
  'log.showSignature=false',
  'gc.auto=0',
  'maintenance.auto=false',
]

/**
 * GIT_ALLOW_PROTOCOL goes before `protocol.<name>.allow` of the repository, which `protocol.allow` does not: with a Git that does not know
 * GIT_NO_LAZY_FETCH (before 2.45) it is what keeps a partial clone from fetching by way of `ext::`.
 */
export const SAFE_ENVIRONMENT: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_ASKPASS: '',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  SSH_ASKPASS: '',
}

/** Without settings of the machine and the user: what comes out depends on the repository alone. */
export const NO_CONFIGURATION: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
}

/** No output for so long ends a command: a named pipe in the place of a file would keep it for ever. */
const SILENCE_MILLISECONDS = 5 * 60_000

/** Output above which a text is none of ours. */
const LONGEST_TEXT = 16 * 1024 * 1024

/** Words for a command in this place. */
export function wordsFor({ gitDirectory }: GitPlace, words: readonly string[]): readonly string[] {
  return ['--no-pager', `--git-dir=${gitDirectory}`, ...SAFE_SETTINGS.flatMap((one) => ['-c', one]), ...words]
}

/**
 * The output of a command as it comes. Throws ExternalError EXTERNAL_GIT when it cannot be run, ends badly or falls silent, after all
 * of the output was given. Ends the command when the caller stops reading.
 */
export async function* gitBytes(
  place: GitPlace,
  words: readonly string[],
  options: GitOptions = {},
): AsyncGenerator<Buffer, void> {
  yield* outputOf(words[0] ?? '', wordsFor(place, words), place.environment, options)
}

/** The output of a command as a text. Throws as gitBytes does. */
export async function gitText(place: GitPlace, words: readonly string[], options: GitOptions = {}): Promise<string> {
  return textOf(gitBytes(place, words, options))
}

/** All of an output. Throws EXTERNAL_GIT when it is longer than any answer to a small question. */
export async function textOf(output: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of output) {
    parts.push(part)
    length += part.length
    if (length > LONGEST_TEXT)
      throw new ExternalError('EXTERNAL_GIT', `git wrote more than ${LONGEST_TEXT} bytes`, { retryable: false })
  }
  return Buffer.concat(parts).toString()
}

/** The output of Git with exactly these words. For finding the repository; everything after it goes through gitBytes. */
export async function* outputOf(
  name: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  options: GitOptions,
): AsyncGenerator<Buffer, void> {
  const {
    input,
    signal,
    allowed = [],
    onComplaint,
    mostMegabytes,
    silenceMilliseconds = SILENCE_MILLISECONDS,
  } = options
  signal?.throwIfAborted()
  const [program, ...all] = commandLine(words, mostMegabytes)
  const child = spawn(program, all, { env: environment, windowsHide: true })
  const complaints = { text: '' }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints.text = (complaints.text + text).slice(-LONGEST_COMPLAINT)
  })
  const ended = endOf(child)
  const silence = setTimeout(() => child.kill(), silenceMilliseconds)
  const abort = (): void => void child.kill()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    void feed(child, input ?? [])
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      silence.refresh()
      yield chunk
    }
    const outcome = await ended
    signal?.throwIfAborted()
    if (outcome.error !== undefined) throw notStarted(outcome.error)
    if (outcome.code === 0) for (const line of linesOf(complaints.text)) onComplaint?.(line)
    else if (!allowed.includes(outcome.code ?? -1)) throw new GitFailure(name, complaints.text, outcome)
  } finally {
    clearTimeout(silence)
    signal?.removeEventListener('abort', abort)
    child.kill()
  }
}

const LONGEST_COMPLAINT = 64 * 1024

/** The shell takes the limit upon itself and then becomes Git; the words go by it untouched. */
function commandLine(words: readonly string[], mostMegabytes: number | undefined): readonly [string, ...string[]] {
  if (mostMegabytes === undefined || platform() === 'win32') return ['git', ...words]
  return ['sh', '-c', 'ulimit -v "$0" 2>/dev/null; exec git "$@"', String(mostMegabytes * 1024), ...words]
}

interface Outcome {
  readonly code: number | null
  readonly signal?: string | null
  readonly error?: Error
}

/** A command that ended badly; `complaint` is all it said. */
export class GitFailure extends ExternalError {
  readonly complaint: string

  constructor(name: string, complaint: string, { code, signal }: Outcome) {
    const lines = linesOf(complaint)
    const line = lines.find((one) => /^(?:fatal|error):/.test(one)) ?? lines[0] ?? ''
    const how = line === '' ? `ended with ${signal ?? code}` : excerpt(line, 160)
    super('EXTERNAL_GIT', `git ${name}: ${how}`, { retryable: false })
    this.complaint = complaint
  }
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, error }))
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
}

/** A command that ends before it has read everything says why by its exit code. */
async function feed({ stdin }: ChildProcessWithoutNullStreams, input: Iterable<string>): Promise<void> {
  stdin.on('error', () => {})
  for (const piece of input) {
    if (stdin.destroyed) return
    if (!stdin.write(piece)) await new Promise<void>((resolve) => whenReady(stdin, resolve))
  }
  stdin.end()
}

function whenReady(stream: NodeJS.WritableStream, ready: () => void): void {
  const done = (): void => {
    stream.removeListener('drain', done)
    stream.removeListener('close', done)
    ready()
  }
  stream.on('drain', done)
  stream.on('close', done)
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

function notStarted(error: Error): ExternalError {
  const code = 'code' in error ? String(error.code) : error.message
  const what = code === 'ENOENT' ? 'there is no git on this machine' : `git cannot be started: ${code}`
  return new ExternalError('EXTERNAL_GIT', what, { retryable: false, cause: error })
}
