import { lazy } from '../../../base/lazy.ts'
import { matchAny } from '../../../base/glob.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { CODE_FILES } from '../code/code-of.ts'
import { PYTHON_FILES } from '../python/python-code.ts'
import { toldOnce } from '../told-once.ts'
import type { IndexSetting } from './index-setting.ts'
import { readCommands } from './read-commands.ts'
import { readConda } from './read-conda.ts'
import { readNpmrc, readYarnrc } from './read-npmrc.ts'
import { readPipConf } from './read-pip-conf.ts'
import { readPipfile, readPyproject, readUvToml } from './read-project.ts'
import { readPython } from './read-python.ts'
import { readRequirements } from './read-requirements.ts'

/** pip's own lists of packages, also under the short names that people give them. */
export const REQUIREMENTS_FILES: readonly string[] = [
  '**/*requirements*.{txt,in}',
  '**/requirements/*.{txt,in}',
  '**/*constraints.{txt,in}',
  '**/{req,reqs,deps,dependencies,pip}.{txt,in}',
  '**/{req,reqs,deps,dependencies,pip}[-_.]*.{txt,in}',
  '**/*[-_.]{req,reqs,deps,dependencies}.{txt,in}',
]

const READERS = [
  { files: REQUIREMENTS_FILES, read: readRequirements },
  { files: ['**/{pip.conf,pip.ini}', '**/.pip/pip.conf'], read: readPipConf },
  { files: ['**/pyproject.toml'], read: readPyproject },
  { files: ['**/uv.toml'], read: readUvToml },
  { files: ['**/Pipfile'], read: readPipfile },
  {
    files: [
      '**/{.condarc,condarc}',
      '**/environment*.{yml,yaml}',
      '**/*environment.{yml,yaml}',
      '**/{conda,conda-env}.{yml,yaml}',
    ],
    read: readConda,
  },
  { files: ['**/.npmrc'], read: readNpmrc },
  { files: ['**/.yarnrc.yml'], read: readYarnrc },
  { files: PYTHON_FILES, read: readPython },
  { files: CODE_FILES, read: readCommands },
] as const

/** Files that say where packages come from. */
export const INDEX_FILES: readonly string[] = READERS.flatMap(({ files }) => files)

const matchers = lazy(() => READERS.map(({ files, read }) => ({ matches: matchAny(files), read })))

/** Everything a file says of indexes; read once for all rules. Throws what its format throws, to the first who asks. */
export function settingsOf(file: ScannedFile): Promise<readonly IndexSetting[]> {
  return toldOnce(file, 'configuration/indexes', [], async () => {
    const reader = matchers().find(({ matches }) => matches(file.path))
    return reader === undefined ? [] : reader.read(file)
  })
}
