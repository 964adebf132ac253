import { matchAny } from '../../base/glob.ts'
import type { DockerInstruction } from '../../formats/dockerfile.ts'
import { changedDirectory, normalPath } from '../../formats/shell-directory.ts'
import type { FoundFile } from '../commands/command-site.ts'
import { type BuildStage, type Copy, lineage } from './build-stage.ts'

/** A Dockerfile with more COPY instructions than these is read, but files are looked for among the last ones only. */
const MOST_COPIES = 500
const MOST_STAGES = 10

/**
 * The file of the build context that stands at `path` in the container when a RUN runs, by the COPY, ADD and bind mounts
 * before it. `context` is the folder of the build context, relative to the scanned root.
 */
export function fileInContext(
  path: string,
  directory: string | undefined,
  stage: BuildStage,
  instruction: DockerInstruction,
  context: string,
): FoundFile {
  const target = changedDirectory(directory, path)
  if (target === undefined) return { kind: 'unknown', why: 'in a folder of the container that is not known' }
  const mounts = instruction.flags.flatMap(({ name, value }) => (name === 'mount' ? bindMount(value, stage) : []))
  const source = sourceOf(target, stage, mounts, 0)
  if (source === undefined) return { kind: 'unknown', why: 'which no COPY brings from the build context' }
  const inRoot = normalPath(`${context}/${source}`)
  const isInside = inRoot !== '.' && !inRoot.startsWith('..')
  return isInside
    ? { kind: 'file', path: inRoot }
    : { kind: 'unknown', why: 'which lies outside of the scanned folder' }
}

function sourceOf(target: string, stage: BuildStage, mounts: readonly Copy[], depth: number): string | undefined {
  if (depth > MOST_STAGES) return undefined
  let looked = 0
  for (const { copies } of [{ copies: mounts }, ...lineage(stage)]) {
    for (let i = copies.length - 1; i >= 0 && looked < MOST_COPIES; i--, looked++) {
      const copy = copies[i]
      const source = copy === undefined ? undefined : sourceIn(copy, target)
      if (copy === undefined || source === undefined) continue
      if (copy.origin.kind === 'context') return normalPath(source.replace(/^\/+/, ''))
      return copy.origin.kind === 'stage' ? sourceOf(normalPath(source), copy.origin.stage, [], depth + 1) : undefined
    }
  }
  return undefined
}

/** The source that a copy puts at `target`: by its own name into a folder, under a new name, or as a part of a folder. */
function sourceIn({ sources, target: destination }: Copy, target: string): string | undefined {
  const below = destination === '.' ? target : pathBelow(destination, target)
  if (target === destination) return sources.length === 1 ? sources[0] : undefined
  if (below === undefined || below.startsWith('..') || (destination === '.' && target.startsWith('/'))) return undefined
  for (const source of sources) {
    const slash = source.replace(/\/+$/, '').lastIndexOf('/')
    const name = source.slice(slash + 1)
    if (name === below) return source
    if (!below.includes('/') && /[*?]/.test(name) && name.length < 200 && matchAny([name])(below))
      return source.slice(0, slash + 1) + below
  }
  const folder = sources.find((source) => isFolder(source))
  return folder === undefined ? undefined : `${folder}/${below}`
}

function pathBelow(folder: string, path: string): string | undefined {
  const start = folder.endsWith('/') ? folder : `${folder}/`
  return path.startsWith(start) ? path.slice(start.length) : undefined
}

/** A last segment without a dot in it is more likely a folder than a file: `.`, `src/`, `app`. */
function isFolder(source: string): boolean {
  const bare = source.replace(/\/+$/, '')
  const name = bare.slice(bare.lastIndexOf('/') + 1)
  return source.endsWith('/') || name === '' || name === '.' || !name.includes('.')
}

/** `--mount=type=bind,source=requirements.txt,target=requirements.txt`. */
function bindMount(value: string, stage: BuildStage): readonly Copy[] {
  const fields = new Map(
    value
      .slice(0, 2000)
      .split(',')
      .map((field) => split(field)),
  )
  const type = fields.get('type') ?? 'bind'
  const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination')
  const place = target === undefined ? undefined : changedDirectory(stage.directory, target)
  if (type !== 'bind' || place === undefined) return []
  const source = fields.get('source') ?? fields.get('src') ?? '.'
  return [{ sources: [source], target: place, origin: { kind: fields.has('from') ? 'elsewhere' : 'context' } }]
}

function split(field: string): readonly [string, string] {
  const equals = field.indexOf('=')
  return equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)]
}
