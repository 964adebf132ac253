import { lazy } from '../../../base/lazy.ts'
import { matchAny, type PathMatcher } from '../../../base/glob.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { toldOnce } from '../told-once.ts'
import type { FileCode } from './file-code.ts'
import { readImage } from './read-image.ts'
import { readDocument, readEnvironmentFile, readMakefile, readManifestScripts, readScriptFile } from './read-lines.ts'
import { readNotebook } from './read-notebook.ts'
import { readPythonCommands } from './read-python-commands.ts'
import { readPipeline } from './read-pipeline.ts'
import { readWorkflow } from './read-workflow.ts'
import { WORKFLOW_FILES } from './workflow.ts'

interface CodeReader {
  readonly files: readonly string[]
  readonly read: (file: ScannedFile) => Promise<FileCode>
}

const IMAGES: readonly string[] = [
  '**/{Dockerfile,dockerfile,Containerfile}',
  '**/{Dockerfile,Containerfile}.*',
  '**/*.{Dockerfile,dockerfile,Containerfile,containerfile}',
]
const PIPELINES: readonly string[] = [
  '**/.gitlab-ci.{yml,yaml}',
  '**/*.gitlab-ci.{yml,yaml}',
  '**/.gitlab/ci/**/*.{yml,yaml}',
  '**/.circleci/config.yml',
  '**/azure-pipelines*.{yml,yaml}',
  '**/bitbucket-pipelines.yml',
  '**/.travis.yml',
  '**/{Taskfile,taskfile}.{yml,yaml}',
]
const SERVICES: readonly string[] = ['**/{docker-compose,compose}*.{yml,yaml}']

/** The first whose globs a path matches reads it. */
const READERS: readonly CodeReader[] = [
  { files: IMAGES, read: readImage },
  { files: WORKFLOW_FILES, read: readWorkflow },
  { files: PIPELINES, read: (file) => readPipeline(file, 'pipeline') },
  { files: SERVICES, read: (file) => readPipeline(file, 'service') },
  {
    files: [
      '**/*.{sh,bash,zsh,ksh,ps1,bat,cmd}',
      '**/{postCreateCommand,bootstrap,install,setup,entrypoint,postBuild}',
    ],
    read: readScriptFile,
  },
  { files: ['**/*.ipynb'], read: readNotebook },
  { files: ['**/*.{py,pyw}'], read: readPythonCommands },
  { files: ['**/{Makefile,makefile,GNUmakefile}', '**/*.mk'], read: readMakefile },
  { files: ['**/package.json'], read: readManifestScripts },
  { files: ['**/{README,INSTALL,Readme,readme}*.{md,markdown}'], read: readDocument },
  { files: ['**/.env', '**/.env.*', '**/*.env'], read: readEnvironmentFile },
]

/** Every file that shells read, or from which one can be told what they are told to do. */
export const CODE_FILES: readonly string[] = READERS.flatMap(({ files }) => files)

/** Those of a pipeline, an image or a script: what runs there installs for everybody. */
export const INSTALL_FILES: readonly string[] = [...IMAGES, ...WORKFLOW_FILES, ...PIPELINES]

const matchers = lazy((): readonly { readonly matches: PathMatcher; readonly reader: CodeReader }[] =>
  READERS.map((reader) => ({ matches: matchAny(reader.files), reader })),
)

const NOTHING: FileCode = { kind: 'script', commands: [], variables: [], scripts: [] }

/** What a file has shells do; read once, shared by all rules. Throws what its format throws. */
export function codeOf(file: ScannedFile): Promise<FileCode> {
  return toldOnce(file, 'configuration/code', NOTHING, async () => {
    const found = matchers().find(({ matches }) => matches(file.path))
    return found === undefined ? NOTHING : found.reader.read(file)
  })
}
