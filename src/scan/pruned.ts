/**
 * Folders that hold other people's installed or generated files: they are not the project, and reading them would report
 * every dependency twice. Each is listed in the coverage with its reason. `--no-ignore` does not open them.
 */
const PRUNED_FOLDERS: Readonly<Record<string, string>> = {
  '.git': 'version control',
  '.hg': 'version control',
  '.svn': 'version control',
  node_modules: 'installed npm packages: the lock file says what they are',
  bower_components: 'installed packages',
  'site-packages': 'installed Python packages: the lock file says what they are',
  '.venv': 'Python environment',
  '.tox': 'Python environments of tests',
  '.nox': 'Python environments of tests',
  __pycache__: 'compiled Python',
  '.mypy_cache': 'cache of a tool',
  '.pytest_cache': 'cache of a tool',
  '.ruff_cache': 'cache of a tool',
  '.ipynb_checkpoints': 'automatic copies of notebooks',
  '.yarn': 'cache of yarn',
  '.pnpm-store': 'store of pnpm',
  '.pixi': 'environments of pixi',
}

/** Why a folder of this name is not entered; undefined when it is. */
export function prunedReason(name: string): string | undefined {
  return Object.hasOwn(PRUNED_FOLDERS, name) ? PRUNED_FOLDERS[name] : undefined
}

/** A folder with this file in it is a Python environment whatever its name (PEP 405). */
export const ENVIRONMENT_MARKER = 'pyvenv.cfg'
