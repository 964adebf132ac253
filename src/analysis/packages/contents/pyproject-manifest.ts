import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { entries, entry, get, getPath, items, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import { toml } from '../../../formats/toml.ts'
import type { PackageDependency, PackageManifest } from '../artefact-facts.ts'
import { targetOf } from './entry-points.ts'
import { pathFrom } from './member-path.ts'
import { shownLinks } from './metadata-text.ts'
import { pythonDependency } from './python-dependency.ts'

/** What a pyproject.toml says of the package and of how it is built. */
export interface Pyproject {
  readonly name: string | undefined
  readonly version: string | undefined
  readonly description: string
  readonly dependencies: readonly (PackageDependency | undefined)[]
  readonly commands: PackageManifest['commands']
  readonly links: PackageManifest['links']
  readonly people: readonly string[]
  readonly buildBackend: string | undefined
  readonly hooks: PackageManifest['hooks']
  /** Files that the build starts: an in-tree backend, hooks of hatchling, poetry and pdm; they need not be there. */
  readonly buildFiles: readonly string[]
}

const PATH = 'pyproject.toml'

/** Reads the tables `build-system` (PEP 517, 518), `project` (PEP 621) and those of builders that start code. Throws FormatError or LimitError. */
export function readPyproject(bytes: Uint8Array): Pyproject {
  const tree = toml.parse(bytes, DEFAULT_LIMITS)
  const { root } = tree
  const project = get(root, 'project')
  const build = get(root, 'build-system')
  const poetry = getPath(root, 'tool', 'poetry')
  const started = startedByBuild(tree)
  return {
    name: string(get(project, 'name')) ?? string(get(poetry, 'name')),
    version: string(get(project, 'version')) ?? string(get(poetry, 'version')),
    description: (string(get(project, 'description')) ?? string(get(poetry, 'description')) ?? '').slice(
      0,
      LONGEST_TEXT,
    ),
    dependencies: [
      ...texts(get(project, 'dependencies')).map((text) => pythonDependency(text, 'runtime')),
      ...entries(get(project, 'optional-dependencies')).flatMap(({ value }) =>
        texts(value).map((text) => pythonDependency(text, 'optional')),
      ),
      ...texts(get(build, 'requires')).map((text) => pythonDependency(text, 'build')),
    ],
    commands: [get(project, 'scripts'), get(project, 'gui-scripts'), get(poetry, 'scripts')].flatMap(commandsOf),
    links: shownLinks(
      entries(get(project, 'urls')).map(({ key, value }) => ({ label: key, address: string(value) ?? '' })),
    ),
    people: [...items(get(project, 'authors')), ...items(get(project, 'maintainers'))].flatMap((one) => {
      const person = [string(get(one, 'name')), string(get(one, 'email'))]
        .filter((part) => part !== undefined)
        .join(' ')
      return person === '' ? [] : [person]
    }),
    buildBackend: string(get(build, 'build-backend')),
    hooks: started.hooks,
    buildFiles: [...started.files, ...backendFiles(build)],
  }
}

const LONGEST_TEXT = 4000

function texts(value: TreeValue | undefined): readonly string[] {
  return items(value).flatMap((one) => string(one) ?? [])
}

function commandsOf(table: TreeValue | undefined): PackageManifest['commands'] {
  return entries(table).flatMap(({ key, value }) => {
    const target = string(value) ?? string(get(value, 'reference')) ?? string(get(value, 'callable'))
    return target === undefined ? [] : [{ name: key.slice(0, 200), target: targetOf(target) }]
  })
}

/** The module of an in-tree backend, in each folder of `backend-path` (PEP 517, "In-tree build backends"). */
function backendFiles(build: TreeValue | undefined): readonly string[] {
  const backend = string(get(build, 'build-backend'))
  const module = backend?.split(':', 1)[0]?.trim().replaceAll('.', '/')
  if (module === undefined || module === '' || module.length > 500) return []
  return texts(get(build, 'backend-path')).flatMap((folder) => {
    const path = pathFrom('', folder)
    if (path === undefined) return []
    const base = path === '' ? module : `${path}/${module}`
    return [`${base}.py`, `${base}/__init__.py`]
  })
}

interface Started {
  readonly hooks: PackageManifest['hooks']
  readonly files: readonly string[]
}

/** Places of builders that name code of the package: hatchling's custom hooks, poetry's build script, pdm-backend's hooks, setuptools' commands. */
function startedByBuild(tree: Tree): Started {
  const hooks: PackageManifest['hooks'][number][] = []
  const files: string[] = []
  const add = (value: TreeValue | undefined, keys: readonly string[], command: string, file?: string): void => {
    const path = file === undefined ? undefined : pathFrom('', file)
    const at = entry(getPath(tree.root, ...keys.slice(0, -1)), keys.at(-1) ?? '')?.keyOffset ?? value?.offset ?? 0
    hooks.push({
      name: keys.join('.'),
      command: command.slice(0, 500),
      place: { path: PATH, ...tree.lines.position(at) },
    })
    if (path !== undefined) files.push(path)
  }
  const backend = getPath(tree.root, 'build-system', 'backend-path')
  if (backend !== undefined)
    add(
      backend,
      ['build-system', 'backend-path'],
      `${string(getPath(tree.root, 'build-system', 'build-backend')) ?? ''} from ${texts(backend).join(', ')}`,
    )
  for (const keys of HATCH_HOOKS) {
    const table = getPath(tree.root, ...keys)
    if (table !== undefined)
      add(table, keys, string(get(table, 'path')) ?? 'hatch_build.py', string(get(table, 'path')) ?? 'hatch_build.py')
  }
  const poetry = getPath(tree.root, 'tool', 'poetry', 'build')
  const script = string(poetry) ?? string(get(poetry, 'script'))
  if (script !== undefined) add(poetry, ['tool', 'poetry', 'build'], script, script)
  const pdm = string(getPath(tree.root, 'tool', 'pdm', 'build', 'custom-hook'))
  if (pdm !== undefined) add(undefined, ['tool', 'pdm', 'build', 'custom-hook'], pdm, pdm)
  for (const { key, value } of entries(getPath(tree.root, 'tool', 'setuptools', 'cmdclass')))
    add(value, ['tool', 'setuptools', 'cmdclass', key], string(value) ?? '?')
  for (const { value } of entries(getPath(tree.root, 'tool', 'setuptools', 'cmdclass')))
    files.push(...moduleFiles(string(value)?.replace(/\.\w+$/, '')))
  for (const { value } of entries(getPath(tree.root, 'tool', 'setuptools', 'dynamic')))
    files.push(...moduleFiles(string(get(value, 'attr'))?.replace(/\.\w+$/, '')))
  return { hooks, files }
}

/** Where a module may stand that setuptools loads by its name (setuptools, "Dynamic Metadata", "cmdclass"). */
function moduleFiles(module: string | undefined): readonly string[] {
  if (module === undefined || !/^[\w.]{1,300}$/.test(module)) return []
  const path = module.replaceAll('.', '/')
  return ['', 'src/'].flatMap((root) => [`${root}${path}.py`, `${root}${path}/__init__.py`])
}

const HATCH_HOOKS: readonly (readonly string[])[] = [
  ['tool', 'hatch', 'build', 'hooks', 'custom'],
  ['tool', 'hatch', 'build', 'targets', 'wheel', 'hooks', 'custom'],
  ['tool', 'hatch', 'build', 'targets', 'sdist', 'hooks', 'custom'],
  ['tool', 'hatch', 'metadata', 'hooks', 'custom'],
]
