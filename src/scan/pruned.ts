/** Why a Python environment is not entered. */
export const PYTHON_ENVIRONMENT = 'Python environment; to scan it, scan this folder'

/**
 * Folders that hold other people's installed or generated files: they are not the project, and reading them would report
 * every dependency twice. Each is listed in the coverage with its reason. `--no-ignore` does not open them.
 */
const PRUNED_FOLDERS: Readonly<Record<string, string>> = {
  '.git': 'version control',
  '.hg': 'version control',
  '.svn': 'version control',
  node_modules: 'installed npm packages: the lock file says what they are; to scan them, scan this folder',
  bower_components: 'installed packages',
  'site-packages': 'installed Python packages: the lock file says what they are; to scan them, scan this folder',
  '.venv': PYTHON_ENVIRONMENT,
  '.tox': 'Python environments of tests',
  '.nox': 'Python environments of tests',
  __pycache__: 'compiled Python',
  '.mypy_cache': 'cache of a tool',
  '.pytest_cache': 'cache of a tool',
  '.ruff_cache': 'cache of a tool',
  '.ipynb_checkpoints': 'automatic copies of notebooks',
  '.yarn': 'cache of yarn',
  '.pnpm-store': 'store of pnpm',
  '.pixi': 'environments of pixi; to scan one, scan its folder',
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
export function prunedReason(name: string, root: RootKind, siblings: ReadonlySet<string>): string | undefined {
  if (root === 'image') {
    // Unpacked packages wait there to be linked into environments; old versions stay.
    if (name === 'pkgs' && siblings.has('conda-meta')) return 'package cache of conda'
    return CLOSED_IN_IMAGES.has(name) ? PRUNED_FOLDERS[name] : undefined
  }
  if (root !== 'project' && (name === 'site-packages' || name === 'node_modules')) return undefined
  if (root === 'conda environment' && name === 'pkgs') return 'package cache of conda'
  return Object.hasOwn(PRUNED_FOLDERS, name) ? PRUNED_FOLDERS[name] : undefined
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
