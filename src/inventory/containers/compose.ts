import { dockerfile as dockerfileFormat } from '../../formats/dockerfile.ts'
import { slicePart } from '../../formats/mapped-text.ts'
import { changedDirectory, normalPath } from '../../formats/shell-directory.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { text as textFormat } from '../../formats/text.ts'
import { entries, get, items, scalarText as scalar, string, type TreeValue } from '../../formats/tree.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import { yaml } from '../../formats/yaml.ts'
import { at, type Location } from '../../model/location.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import { type Pipeline, readCommandValue, type StepSurroundings, stepSite } from '../commands/pipeline-step.ts'
import { recordRequirements, serviceSite } from '../commands/python-service-records.ts'
import { SCRIPT_READER } from '../commands/script.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { includedPath } from '../python/included-path.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readBuild } from './build-instructions.ts'
import { fileInVolumes } from './file-in-volumes.ts'

/**
 * Compose files (Compose Specification: `build.dockerfile_inline`, `command`, `entrypoint`, `post_start`, `pre_stop`,
 * `develop.watch[].exec`, `include`, `extends.file`). Fragments under `x-` come in where anchors and merge keys bring them.
 */
export const compose: Extractor = {
  id: 'containers/compose',
  title: 'Compose files: packages installed by inline Dockerfiles, commands, entrypoints and hooks',
  files: ['**/docker-compose*.{yml,yaml}', '**/compose*.{yml,yaml}'],
  extract: async (file) => {
    const recorder = new InstallRecorder('containers/compose', await file.read(limitsInForce))
    const text = await file.read(textFormat)
    for (const { root, lines } of await file.read(yaml)) {
      const pipeline: Pipeline = {
        path: file.path,
        text,
        lines,
        recorder,
        readings: new Map(),
        startsBeside: file.path,
      }
      for (const { key, value } of entries(get(root, 'services'))) readService(key, value, pipeline)
      for (const part of items(get(root, 'include'))) {
        const named = part.kind === 'object' ? get(part, 'path') : part
        for (const path of named?.kind === 'array' ? named.items : [named])
          includeFile(path, 'containers/compose', pipeline)
      }
    }
    return recorder.finish()
  },
}

function readService(name: string, service: TreeValue, pipeline: Pipeline): void {
  const groups = [`service:${name.slice(0, 100)}`]
  readBuildSection(get(service, 'build'), groups, pipeline)
  includeFile(get(get(service, 'extends'), 'file'), 'containers/compose', pipeline)
  const directory = string(get(service, 'working_dir'))
  const around = {
    groups,
    scope: 'runtime',
    directory: directory === undefined || directory.includes('$') ? undefined : directory,
    environment: environmentOf(get(service, 'environment')),
    findFile: fileInVolumes(get(service, 'volumes'), folderOf(pipeline.path)),
  } as const
  readAdditional(get(service, 'environment'), around, pipeline)
  readCommandValue(get(service, 'entrypoint'), around, pipeline)
  readCommandValue(get(service, 'command'), around, pipeline)
  for (const hook of [...items(get(service, 'post_start')), ...items(get(service, 'pre_stop'))])
    readCommandValue(get(hook, 'command'), around, pipeline)
  for (const watch of items(get(get(service, 'develop'), 'watch')))
    readCommandValue(get(get(watch, 'exec'), 'command'), around, pipeline)
}

/** The images of Airflow and Prefect install what these variables list, each time they start. */
const ADDITIONAL: ReadonlySet<string> = new Set(['_PIP_ADDITIONAL_REQUIREMENTS', 'EXTRA_PIP_PACKAGES'])

function readAdditional(environment: TreeValue | undefined, around: StepSurroundings, pipeline: Pipeline): void {
  const service = serviceSite(stepSite(around, pipeline), SCRIPT_READER)
  for (const { key, value } of entries(environment)) {
    if (!ADDITIONAL.has(key) || value.kind !== 'scalar' || typeof value.value !== 'string') continue
    const written = scalarText(pipeline.text, value)
    // `${_PIP_ADDITIONAL_REQUIREMENTS:- a==1}` is what stands behind `:-` where nobody says otherwise.
    const start = /^\s*\$\{\w+:?-/.exec(written.text)?.[0].length ?? 0
    const end = start > 0 && written.text.trimEnd().endsWith('}') ? written.text.lastIndexOf('}') : written.text.length
    if (written.text.slice(start, end).includes('$')) continue
    recordRequirements(service, service.split(literalWord(slicePart(written, start, end)), /\S+/g))
  }
}

/** `build: folder`, or a section with `context` and `dockerfile` or `dockerfile_inline`. */
function readBuildSection(build: TreeValue | undefined, groups: readonly string[], pipeline: Pipeline): void {
  const context = string(get(build, 'context')) ?? '.'
  const inline = get(build, 'dockerfile_inline')
  const named = get(build, 'dockerfile')
  if (inline?.kind === 'scalar') return readInline(inline, context, groups, pipeline)
  const path = string(named)
  // A context elsewhere (a repository, a variable) has its Dockerfile there.
  if (named === undefined || path === undefined || /:\/\/|\$|^git@/.test(context)) return
  includeFile(named, 'containers/dockerfile', pipeline, path.startsWith('/') ? path : `${context}/${path}`)
}

function readInline(
  inline: Extract<TreeValue, { kind: 'scalar' }>,
  context: string,
  groups: readonly string[],
  { path, text, lines, recorder, readings }: Pipeline,
): void {
  // An anchor can stand for one build in a hundred thousand services.
  if (typeof inline.value !== 'string' || readings.has(inline.offset)) return
  readings.set(inline.offset, 1)
  const mapped = scalarText(text, inline)
  readBuild(dockerfileFormat.parse(new TextEncoder().encode(mapped.text), recorder.limits), {
    recorder,
    groups,
    context: normalPath(`${folderOf(path)}/${context}`),
    locate: (offset) => {
      const { line, column } = lines.position(mapped.original(offset))
      return at(path, line, column)
    },
  })
}

/** A file that the compose file names; one with a variable in its name only the run can tell. */
function includeFile(
  value: TreeValue | undefined,
  extractor: string,
  { path, lines, recorder }: Pipeline,
  named = string(value),
): void {
  if (value === undefined || named === undefined) return
  const { line, column } = lines.position(value.offset)
  const location: Location = at(path, line, column)
  const target = includedPath(path, named)
  if (target.kind === 'path') recorder.include({ path: target.path, role: 'requires', extractor, location })
  else
    recorder.outside(
      `expected a file of the scanned folder, found ${excerpt(named)}; what it installs is not covered`,
      location,
    )
}

/** A map, or a list of `NAME=value`; what is interpolated (`${X}`) is not known. */
function environmentOf(value: TreeValue | undefined): ReadonlyMap<string, string> {
  const pairs = [
    ...entries(value).map((one) => [one.key, scalar(one.value)] as const),
    ...items(value).map((item) => {
      const [, name = '', given] = /^([^=]+)=([^]*)$/.exec(string(item)?.slice(0, 4000) ?? '') ?? []
      return [name, given] as const
    }),
  ]
  return new Map(pairs.flatMap(([name, given]) => (given === undefined || given.includes('$') ? [] : [[name, given]])))
}

function folderOf(path: string): string {
  return changedDirectory(path, '..') ?? '.'
}
