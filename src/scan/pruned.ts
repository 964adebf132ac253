import type { Skipped } from '../model/coverage.ts'

/** Why a folder is not entered. */
export type Pruned = Pick<Skipped, 'kind' | 'reason'>

/** Why a Python environment is not entered. */
export const PYTHON_ENVIRONMENT = installed('Python environment; to scan it, scan this folder')

const VERSION_CONTROL = tool('version control')
const TEST_ENVIRONMENTS = installed('Python environments of tests')
const TOOL_CACHE = tool('cache of a tool')
const CONDA_CACHE = installed('package cache of conda')

/**
 * Folders that hold other people's installed or generated files: they are not the project, and reading them would report
 * every dependency twice. Each is listed in the coverage with its reason. `--no-ignore` does not open them.
 */
const PRUNED_FOLDERS: Readonly<Record<string, Pruned>> = {
  '.git': VERSION_CONTROL,
  '.hg': VERSION_CONTROL,
  '.svn': VERSION_CONTROL,
  node_modules: installed('installed npm packages: the lock file says what they are; to scan them, scan this folder'),
  bower_components: installed('installed packages'),
  'site-packages': installed(
    'installed Python packages: the lock file says what they are; to scan them, scan this folder',
  ),
  '.venv': PYTHON_ENVIRONMENT,
  '.tox': TEST_ENVIRONMENTS,
  '.nox': TEST_ENVIRONMENTS,
  __pycache__: tool('compiled Python'),
  '.mypy_cache': TOOL_CACHE,
  '.pytest_cache': TOOL_CACHE,
  '.ruff_cache': TOOL_CACHE,
  '.ipynb_checkpoints': tool('automatic copies of notebooks'),
  '.yarn': installed('cache of yarn'),
  '.pnpm-store': installed('store of pnpm'),
  '.pixi': installed('environments of pixi; to scan one, scan its folder'),
}

/** What stays closed in an image too: nothing is installed in it. */
const CLOSED_IN_IMAGES: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
])

/**
 * Why a folder of this name is not entered; undefined when it is. When the root is a place of installed packages itself, these
 * are what the operator asked for; in an image so is every environment. `siblings`: all names beside it.
 */
export function pruned(name: string, root: RootKind, siblings: ReadonlySet<string>): Pruned | undefined {
  if (root === 'image') {
    // Unpacked packages wait there to be linked into environments; old versions stay.
    if (name === 'pkgs' && siblings.has('conda-meta')) return CONDA_CACHE
    return CLOSED_IN_IMAGES.has(name) ? PRUNED_FOLDERS[name] : undefined
  }
  if (root !== 'project' && (name === 'site-packages' || name === 'node_modules')) return undefined
  if (root === 'conda environment' && name === 'pkgs') return CONDA_CACHE
  return Object.hasOwn(PRUNED_FOLDERS, name) ? PRUNED_FOLDERS[name] : undefined
}

function installed(reason: string): Pruned {
  return { kind: 'installed', reason }
}

function tool(reason: string): Pruned {
  return { kind: 'tool', reason }
}

/** What the operator gave as the target. */
export type RootKind = 'project' | 'conda environment' | 'installed packages' | 'image'

/** Names that stand at the top of an environment, of its lib folder, of node_modules, of the root of a machine. */
const INSTALLED =
  /^(?:pyvenv\.cfg|site-packages|dist-packages|python\d\.\d{1,2}|\.package-lock\.json|\.modules\.yaml|\.yarn-integrity|\.yarn-state\.yml)$/

/** What a root with these items is. The root of a machine (an unpacked image) has `etc` and `usr`. */
export function rootKind(names: ReadonlySet<string>): RootKind {
  if (names.has('conda-meta')) return 'conda environment'
  const isMachine = names.has('etc') && names.has('usr')
  return isMachine || [...names].some((name) => INSTALLED.test(name)) ? 'installed packages' : 'project'
}

/** A folder with one of these needs no look into its node_modules: the lock says more. */
export const NPM_LOCKS: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
])

/** What npm, pnpm and yarn write down of a node_modules folder, in the order in which one is enough. */
export const NPM_LISTS: readonly string[] = [
  '.package-lock.json',
  '.pnpm/lock.yaml',
  '.yarn-integrity',
  '.yarn-state.yml',
]

/** A folder with this file in it is a Python environment whatever its name (PEP 405). */
export const ENVIRONMENT_MARKER = 'pyvenv.cfg'
