import { realpathSync } from 'node:fs'
import { delimiter, resolve, sep } from 'node:path'
import { ExternalError, UsageError } from '../../../base/errors.ts'
import {
  GitFailure,
  type GitPlace,
  NO_CONFIGURATION,
  outputOf,
  SAFE_ENVIRONMENT,
  SAFE_SETTINGS,
  textOf,
} from './git-place.ts'

/** A repository whose objects can be read. */
export interface HistoricRepository {
  readonly place: GitPlace
  /** Absolute; the same for all its working trees, so it names the repository. */
  readonly commonDirectory: string
  /** Of an object's id: 20 for SHA-1, 32 for SHA-256. */
  readonly idLength: 20 | 32
  /** Only a part of the history is there. */
  readonly shallow: boolean
}

/**
 * The repository around a folder: of a working tree, of one of its further working trees, or bare. Git itself decides whether it may be read, by the
 * operator's `safe.directory`; once that is decided, nobody's configuration but the repository's counts. Throws UsageError USAGE_REVISION where there
 * is none or where it belongs to another user, ExternalError EXTERNAL_GIT without Git. `environment` is that of the process.
 */
export async function openRepository(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<HistoricRepository> {
  const [gitDirectory = '', common = '', format = '', shallow = '', bare = ''] = await discover(folder, environment)
  const commonDirectory = resolve(folder, common)
  if (bare === 'true' && !isNamed(gitDirectory, folder)) throw noRepository()
  return {
    place: {
      gitDirectory,
      environment: {
        ...passedOn(environment, ['PATH', 'SYSTEMROOT', 'TMPDIR', 'TEMP']),
        ...ofHook(folder, commonDirectory, environment),
        ...SAFE_ENVIRONMENT,
        ...NO_CONFIGURATION,
      },
    },
    commonDirectory,
    idLength: format === 'sha256' ? 32 : 20,
    shallow: shallow === 'true',
  }
}

/** What the operator's safe.directory is read from. */
const OPERATORS = [
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

const QUESTION = [
  'rev-parse',
  '--absolute-git-dir',
  '--git-common-dir',
  '--show-object-format',
  '--is-shallow-repository',
  '--is-bare-repository',
]

async function discover(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const settings = [...SAFE_SETTINGS, 'safe.bareRepository=all'].flatMap((one) => ['-c', one])
  const words = ['--no-pager', '-C', folder, ...settings, ...QUESTION]
  const env = { ...passedOn(environment, OPERATORS), ...SAFE_ENVIRONMENT }
  try {
    return (await textOf(outputOf('rev-parse', words, env, {}))).split('\n')
  } catch (error) {
    throw error instanceof GitFailure ? refused(error) : error
  }
}

function refused(failure: GitFailure): ExternalError | UsageError {
  if (/dubious ownership/.test(failure.complaint)) {
    return new UsageError(
      'USAGE_REVISION',
      'Git does not read this repository because it belongs to another user',
      'If you trust it: `git config --global --add safe.directory FOLDER`.',
    )
  }
  return /not a git repository/.test(failure.complaint) ? noRepository() : failure
}

function noRepository(): UsageError {
  return new UsageError(
    'USAGE_REVISION',
    'this folder is not in a Git repository',
    'Name a working tree, or a bare repository itself.',
  )
}

/** A bare repository counts only if it was named: one that lies somewhere in a checked-out project is planted there. */
function isNamed(gitDirectory: string, folder: string): boolean {
  const real = realpathSync(folder)
  return gitDirectory === real || gitDirectory === resolve(real, '.git')
}

/** What Git gives to a hook: the index that is being committed, the objects that are being pushed (quarantine). */
const HOOK = ['GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_QUARANTINE_PATH']

/** They count only where they lie in this very repository; in a hook of another one they would mislead. Git gives them relative to where it runs the hook. */
function ofHook(
  folder: string,
  commonDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const given = Object.entries(passedOn(environment, HOOK)).map(
    ([name, paths]) => [name, paths.split(delimiter).map((path) => resolve(folder, path))] as const,
  )
  return Object.fromEntries(
    given
      .filter(([, paths]) => paths.every((path) => path.startsWith(commonDirectory + sep)))
      .map(([name, paths]) => [name, paths.join(delimiter)]),
  )
}

function passedOn(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
