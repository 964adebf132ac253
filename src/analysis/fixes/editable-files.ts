/** How the files of an extractor may be edited. `command`: text that a shell reads, where only version tokens are replaced. */
export type Editing = 'manifest' | 'command'

const EDITING: Readonly<Record<string, Editing>> = {
  'commands/ci-pipeline': 'command',
  'commands/github-workflow': 'command',
  'commands/shell-script': 'command',
  'conda/environment': 'manifest',
  'conda/pixi': 'manifest',
  'containers/dockerfile': 'command',
  'notebooks/notebook': 'command',
  'npm/package-json': 'manifest',
  'npm/pnpm-workspace': 'manifest',
  'python/pipfile': 'manifest',
  'python/pyproject': 'manifest',
  'python/requirements': 'manifest',
  'python/script': 'manifest',
  'python/setup-cfg': 'manifest',
  'python/setup-py': 'manifest',
}

/** How files that this extractor read are edited; undefined for lock files and everything that tools write. */
export function editingOf(extractor: string): Editing | undefined {
  return Object.hasOwn(EDITING, extractor) ? EDITING[extractor] : undefined
}
