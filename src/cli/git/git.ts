import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'

/** Git in one folder, made so that nothing in the repository can make it run anything. */
export interface Git {
  /** Runs a command and gives what it writes. Throws ExternalError EXTERNAL_GIT, UsageError USAGE_REVISION for a repository of another user. */
  text(words: readonly string[]): Promise<string>
  /** The same; undefined where Git says no. */
  ask(words: readonly string[]): Promise<string | undefined>
  /** Starts a command whose output is too large for a text. */
  start(words: readonly string[]): ChildProcessWithoutNullStreams
}

/**
 * Settings that stand above those of the repository. A repository is hostile too: its configuration may name programs for the file
 * monitor (CVE-2022-24765), hooks, and remote helpers that a missing object would be fetched with; `protocol.allow` ends all fetching.
 */
const SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.pager=cat',
  'protocol.allow=never',
  'submodule.recurse=false',
  'safe.bareRepository=explicit',
  'gc.auto=0',
  'maintenance.auto=false',
]

/** Variables of the environment that Git gets; those of its own could name another repository, programs and settings. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'SYSTEMROOT',
  'TMPDIR',
  'TEMP',
]

const OWN_ENVIRONMENT = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
}

/** Output above which a text is none of ours. */
const LONGEST = 4 * 1024 * 1024

/** Git as it works in this folder; `environment` is that of the process. */
export function gitIn(folder: string, environment: Readonly<Record<string, string | undefined>>): Git {
  const passed = PASSED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]))
  const env = { ...Object.fromEntries(passed), ...OWN_ENVIRONMENT }
  const start = (words: readonly string[]): ChildProcessWithoutNullStreams =>
    spawn('git', ['--no-pager', '-C', folder, ...SETTINGS.flatMap((one) => ['-c', one]), ...words], {
      env,
      cwd: folder,
    })
  const run = async (words: readonly string[]): Promise<Outcome> => outcomeOf(start(words))
  return {
    start,
    async text(words) {
      const { code, out, err } = await run(words)
      if (code !== 0) throw gitError(words, err)
      return out
    },
    async ask(words) {
      const { code, out, err } = await run(words)
      if (/dubious ownership/.test(err)) throw gitError(words, err)
      return code === 0 ? out : undefined
    },
  }
}

interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  child.stdin.on('error', () => {})
  child.stdin.end()
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    if (out.length > LONGEST) child.kill()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-8192)))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(notRun(error)))
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

/** The error of a Git that could not be started. */
export function notRun(error: Error): ExternalError {
  const code = 'code' in error ? String(error.code) : error.message
  const what = code === 'ENOENT' ? 'there is no git on this machine' : `git cannot be started: ${code}`
  return new ExternalError('EXTERNAL_GIT', what, { retryable: false, cause: error })
}

/** What Git complains of, as one of our errors. */
export function gitError(words: readonly string[], complaint: string): ExternalError | UsageError {
  const line = complaint.split('\n').find((one) => /^(?:fatal|error):/.test(one)) ?? complaint.split('\n')[0] ?? ''
  if (/dubious ownership/.test(complaint)) {
    return new UsageError(
      'USAGE_REVISION',
      'Git does not read this repository because it belongs to another user',
      'If you trust it: `git config --global --add safe.directory FOLDER`.',
    )
  }
  if (/not a git repository/.test(complaint))
    return new UsageError(
      'USAGE_REVISION',
      'this folder is not in a Git repository',
      'Compare two results: `assay diff old.json new.json`.',
    )
  return new ExternalError('EXTERNAL_GIT', `git ${words[0] ?? ''}: ${excerpt(line, 160)}`, { retryable: false })
}
