import type { ArtefactKind } from '../artefact-facts.ts'
import type { FileRole } from '../package-file.ts'
import type { ArtefactLink } from './artefact-event.ts'
import { type EntryPaths, joinEntries } from './manifest-input.ts'
import { baseName } from './member-path.ts'
import { roleOfPath } from './path-role.ts'
import { pythonEntries } from './python-roles.ts'

/** What roles are told from. */
export interface RoleInput {
  readonly kind: ArtefactKind
  /** From readManifest. */
  readonly entries: EntryPaths
  /** Of every file. */
  readonly paths: readonly string[]
  readonly links: readonly ArtefactLink[]
}

/**
 * What each file is for. Where several hold, the earliest moment counts: installation, start of the interpreter, import, command; then what its path says; all
 * else is `library`. A link gives its role to what it leads to.
 */
export function rolesOf({ kind, entries, paths, links }: RoleInput): ReadonlyMap<string, FileRole> {
  const usesPython = kind !== 'npm' && (kind !== 'folder' || !isNpmOnly(paths))
  const all = usesPython ? joinEntries(entries, pythonEntries(kind, paths)) : entries
  const roles = new Map<string, FileRole>()
  for (const role of ORDER) for (const path of all[role]) if (!roles.has(path)) roles.set(path, role)
  for (const path of kind === 'conda' ? paths.filter(isCondaCommand) : [])
    if (!roles.has(path)) roles.set(path, 'command')
  for (const link of links) giveAlong(link, roles)
  return new Map(
    paths.map((path) => [
      path,
      roles.get(path) ?? roleOfHidden(path, roles) ?? roleOfPath(path, kind === 'wheel' || kind === 'egg') ?? 'library',
    ]),
  )
}

const ORDER = ['install', 'start', 'import', 'command'] as const

/** A JavaScript package may bring Python for node-gyp, but no interpreter starts it. */
function isNpmOnly(paths: readonly string[]): boolean {
  const names = new Set(paths)
  return (
    names.has('package.json') &&
    !['pyproject.toml', 'setup.py', 'setup.cfg', 'PKG-INFO'].some((path) => names.has(path)) &&
    !paths.some((path) => /^[^/]+\.dist-info\//.test(path))
  )
}

function isCondaCommand(path: string): boolean {
  return /^(?:bin|Scripts)\/[^/]+$/.test(path) || /^Library\/bin\/[^/]+\.(?:exe|bat|cmd|ps1)$/.test(path)
}

function giveAlong({ path, target }: ArtefactLink, roles: Map<string, FileRole>): void {
  const role = roles.get(path)
  if (role === undefined || target === undefined) return
  const own = roles.get(target)
  if (own === undefined || rank(role) < rank(own)) roles.set(target, role)
}

function rank(role: FileRole): number {
  const found = ORDER.findIndex((one) => one === role)
  return found < 0 ? ORDER.length : found
}

/** `(replaced 1)/setup.py` is what setup.py is to a reader that takes the first. */
function roleOfHidden(path: string, roles: ReadonlyMap<string, FileRole>): FileRole | undefined {
  if (!path.startsWith('(')) return undefined
  return roles.get(path.slice(path.indexOf(')/') + 2)) ?? (baseName(path) === 'setup.py' ? 'install' : undefined)
}
