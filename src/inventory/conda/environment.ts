import { text as textFormat } from '../../formats/text.ts'
import { entries, get, items, scalarText, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import { at, type Location } from '../../model/location.ts'
import type { MentionRole, Scope } from '../../model/package-mention.ts'
import { type CondaClaims, readCondaPackage } from '../commands/conda-package.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { isDevelopmentName } from '../python/development-name.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { indexOfList, readPipItem } from './pip-items.ts'

/** conda environment files: MatchSpecs, channels, and the `pip:` list with everything a requirements file may hold. */
export const environment: Extractor = {
  id: 'conda/environment',
  title: 'conda environment files with their channels and pip lists',
  files: [
    '**/environment*.yml',
    '**/environment*.yaml',
    '**/*environment.yml',
    '**/*environment.yaml',
    '**/conda*.yml',
    '**/conda*.yaml',
    '**/*conda.yml',
    '**/*conda.yaml',
    '**/*-env.yml',
    '**/*_env.yml',
    '**/env.yml',
    '**/env.yaml',
    '**/envs/*.yml',
    '**/envs/*.yaml',
  ],
  lockedBy: ['conda/conda-lock'],
  extract: async (file) => {
    const recorder = new InstallRecorder('conda/environment', await file.read(limitsInForce))
    const text = await file.read(textFormat)
    // An empty file asks for nothing.
    if (text.trim() !== '') readFile(file.path, text, await file.read(yamlDocument), recorder)
    return recorder.finish()
  },
}

/** What is said of all items of one list of dependencies. */
export interface DependencyContext {
  readonly path: string
  readonly text: string
  readonly tree: Tree
  readonly recorder: InstallRecorder
  readonly channels: readonly string[]
  readonly role: MentionRole
  readonly direct: 'yes' | 'unknown'
  readonly scope: Scope
  readonly groups: readonly string[]
}

/** Other tools keep other things under such names (conda-lock, CI settings): only a list of dependencies makes it ours. */
function readFile(path: string, text: string, tree: Tree, recorder: InstallRecorder): void {
  const dependencies = get(tree.root, 'dependencies')
  if (dependencies?.kind !== 'array') {
    if (get(tree.root, 'channels')?.kind !== 'array') return
    const place = dependencies ?? tree.root
    if (dependencies !== undefined && !isNull(dependencies)) {
      recorder.partial('expected a list of dependencies, found something else', placeOf(path, tree, place.offset))
    }
    return
  }
  const isExport = isExported(tree, dependencies.items, recorder)
  const context: DependencyContext = {
    path,
    text,
    tree,
    recorder,
    channels: items(get(tree.root, 'channels')).flatMap((channel) => string(channel) ?? []),
    // `conda env export` writes down what is installed, asked for or not.
    role: isExport ? 'locks' : 'requires',
    direct: isExport ? 'unknown' : 'yes',
    groups: [],
    scope: isDevelopmentName(path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')) ? 'development' : 'runtime',
  }
  for (const item of dependencies.items) readItem(item, context)
}

/** One item of a list: a MatchSpec, or `pip:` with a list of its own. */
export function readItem(item: TreeValue, context: DependencyContext): void {
  if (item.kind === 'object') return readSubsection(item, context)
  const written = scalarText(item)
  const location = placeOf(context.path, context.tree, item.offset)
  if (written === undefined) {
    if (!isNull(item)) context.recorder.partial('expected a package, found something else', location)
    return
  }
  const read = readCondaPackage(written, context.channels, context.recorder.limits)
  if (read.kind === 'claims') return add(written, item.offset, read.claims, context)
  const place = placeOf(context.path, context.tree, item.offset + read.offset)
  context.recorder.partial(`expected ${read.expected}, found ${excerpt(written)}`, place)
  if (read.name === undefined) return
  const claims: CondaClaims = {
    name: read.name,
    version: { kind: 'unstated' },
    origin: { kind: 'registry' },
    offset: 0,
    integrity: [],
  }
  add(written, item.offset, claims, context)
}

function add(written: string, offset: number, claims: CondaClaims, context: DependencyContext): void {
  const { path, tree, recorder, role, direct, scope, groups } = context
  const marker = selectorBehind(context.text, offset)
  recorder.add({
    ecosystem: 'conda',
    name: claims.name,
    version: claims.version,
    origin: claims.origin,
    role,
    scope,
    groups,
    direct,
    location: placeOf(path, tree, offset + claims.offset),
    text: written,
    ...(marker === undefined ? {} : { marker }),
    integrity: claims.integrity,
  })
}

/** `- pip:` with a list; conda knows no other installer. */
function readSubsection(item: TreeValue, context: DependencyContext): void {
  for (const { key, keyOffset, value } of entries(item)) {
    if (key === 'pip') {
      const index = indexOfList(items(value), context.recorder)
      for (const one of items(value)) readPipItem(one, { ...context, index })
    } else {
      context.recorder.partial(
        `expected \`pip:\`, found ${excerpt(key)}, whose packages are not covered`,
        placeOf(context.path, context.tree, keyOffset),
      )
    }
  }
}

/** A selector stands near; looking further would cost a megabyte per item of a list that is one line. */
const LONGEST_LINE = 500

/** `# [linux64]` behind a dependency: the platforms it is for (conda-build's selectors, which other tools read here). */
function selectorBehind(text: string, offset: number): string | undefined {
  const [line = ''] = text.slice(offset, offset + LONGEST_LINE).split('\n', 1)
  return /\s#\s*\[([^\]]{1,100})\]/.exec(line)?.[1]
}

/** Every package with version and build, as `conda env export` writes them. */
function isExported(tree: Tree, dependencies: readonly TreeValue[], { limits }: InstallRecorder): boolean {
  const specs = dependencies.flatMap((item) => scalarText(item) ?? [])
  if (specs.length < 3 && get(tree.root, 'prefix') === undefined) return false
  return (
    specs.length > 0 &&
    specs.every((spec) => {
      const read = readCondaPackage(spec, [], limits)
      return read.kind === 'claims' && read.hasBuild && read.claims.version.kind === 'exact'
    })
  )
}

function isNull(value: TreeValue): boolean {
  return value.kind === 'scalar' && value.value === null
}

function placeOf(path: string, tree: Tree, offset: number): Location {
  const { line, column } = tree.lines.position(offset)
  return at(path, line, column)
}
