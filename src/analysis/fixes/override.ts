import { addAll } from './addition.ts'
import type { Addition, PlannedFile } from './fix-plan.ts'
import { poetryTable } from './poetry-table.ts'
import { isPlainName, isPlainVersion } from './plain-text.ts'

/** A package that others bring in, and the version it is to have at least. */
export interface Overridden {
  readonly name: string
  /** The version that is locked. */
  readonly version: string
  readonly target: string
  /** Does the lock hold other versions of the name, which are to stay? */
  readonly others: boolean
}

/** What is written for one package, and why it is the way. */
export interface Override {
  readonly addition: Addition
  readonly why: string
}

/** Reads the manifests beside a lock file. */
export type Beside = (name: string) => PlannedFile | undefined

/**
 * What to write, and where, so that the tool of this lock file chooses at least `target` for a package that no manifest
 * asks for: a constraint where the tool has them, else an override, else a requirement of its own. Undefined where there is no
 * such place: an unknown tool, a manifest that is not there, a name that must not be written into a file.
 */
export function overrideFor(extractor: string, beside: Beside, wanted: Overridden): Override | undefined {
  const way = Object.hasOwn(WAYS, extractor) ? WAYS[extractor] : undefined
  const ecosystem = extractor.startsWith('npm/') ? 'npm' : 'PyPI'
  if (way === undefined || !isPlainName(ecosystem, wanted.name)) return undefined
  if (!isPlainVersion(wanted.version) || !isPlainVersion(wanted.target)) return undefined
  const found = way(beside, wanted)
  return found !== undefined && addAll([found.addition]) !== undefined ? found : undefined
}

type Way = (beside: Beside, wanted: Overridden) => Override | undefined

const WAYS: Readonly<Record<string, Way>> = {
  'python/uv-lock': (beside, { name, target }) =>
    constraint(beside('pyproject.toml'), 'toml-list', 'tool.uv.constraint-dependencies', name, `${name}>=${target}`),
  'python/pdm-lock': (beside, { name, target }) =>
    override(beside('pyproject.toml'), 'toml', 'tool.pdm.resolution.overrides', name, `>=${target}`),
  'python/poetry-lock': (beside, { name, target }) => {
    const manifest = beside('pyproject.toml')
    return poetryTable(manifest?.text ?? '') === 'tool'
      ? requirement(manifest, 'toml', 'tool.poetry.dependencies', name, `>=${target}`)
      : requirement(manifest, 'toml-list', 'project.dependencies', name, `${name}>=${target}`)
  },
  'python/pipfile-lock': (beside, { name, target }) =>
    requirement(beside('Pipfile'), 'toml', 'packages', name, `>=${target}`),
  'npm/package-lock': (beside, wanted) =>
    override(beside('package.json'), 'json', 'overrides', selector(wanted), `^${wanted.target}`),
  // yarn and bun cannot say which versions of a name are meant.
  'npm/yarn-lock': (beside, { name, target, others }) =>
    others ? undefined : override(beside('package.json'), 'json', 'resolutions', name, `^${target}`),
  'npm/bun-lock': (beside, { name, target, others }) =>
    others ? undefined : override(beside('package.json'), 'json', 'overrides', name, `^${target}`),
  'npm/pnpm-lock': (beside, wanted) => {
    const manifest = beside('package.json')
    // pnpm reads the workspace file since 10.5, and since 11 no longer the field of package.json.
    return /"pnpm"\s*:|"packageManager"\s*:\s*"pnpm@[1-9]\./.test(manifest?.text ?? '')
      ? override(manifest, 'json', 'pnpm.overrides', selector(wanted), `^${wanted.target}`)
      : override(beside('pnpm-workspace.yaml'), 'yaml', 'overrides', selector(wanted), `^${wanted.target}`)
  },
}

const NOBODY_KNOWS =
  'No requirement of the project names it, and whether a newer direct dependency would bring a newer one cannot be known without a resolver'

const constraint = written(`${NOBODY_KNOWS}: a constraint is added, which the resolver refuses when it cannot be met.`)
const override = written(
  `${NOBODY_KNOWS}: an override is added; it goes over what the packages in between ask for, so test them.`,
)
const requirement = written(`${NOBODY_KNOWS}: the tool has no constraints, so it becomes a requirement of the project.`)

type Writer = (
  file: PlannedFile | undefined,
  style: Addition['style'],
  under: string,
  key: string,
  value: string,
) => Override | undefined

function written(why: string): Writer {
  return (file, style, under, key, value) =>
    file === undefined ? undefined : { addition: { file, style, under: under.split('.'), key, value }, why }
}

/** Other versions of the name in the tree stay what they are. */
function selector({ name, version, others }: Overridden): string {
  return others ? `${name}@${version}` : name
}
