import type { ArtefactKind, FileFacts, FileKind } from '../artefact-facts.ts'
import type { Behaviour, BehaviourMoment } from '../behaviour.ts'
import { importPath } from '../contents/python-roles.ts'
import type { FileRole } from '../package-file.ts'

/** A file whose role is known. */
export type RoledFile = Pick<FileFacts, 'path' | 'kind' | 'role'>

/** What files do, and what they are for, once it is known who starts them. */
export interface StartedFiles {
  readonly behaviours: readonly Behaviour[]
  /** Of files that something else of the package starts. */
  readonly roles: ReadonlyMap<string, FileRole>
}

/**
 * Files that no interpreter of the package loads: scripts of shells, workflows, pages of JavaScript in a Python package, helpers in Python of a
 * JavaScript one. They run when something of the package starts them by name, as early as that does (lightning 2.6.2 started JavaScript of a wheel
 * through Bun), and otherwise when somebody asks for it: in source distributions lie the scripts of whoever builds them.
 */
export function atTheirStart(
  behaviours: readonly Behaviour[],
  files: readonly RoledFile[],
  kind: ArtefactKind,
): StartedFiles {
  const alone = new Map(files.filter((file) => standsAlone(file, kind)).map((file) => [file.path, file]))
  if (alone.size === 0) return { behaviours, roles: new Map() }
  const starts = startsOf(behaviours, alone, new Map(files.map(({ path, role }) => [path, role])))
  const moved = behaviours.map((one) =>
    alone.has(one.place.path) ? atMoment(one, starts.get(one.place.path)?.when) : one,
  )
  const roles = [...starts].flatMap(([path, { role }]) => (role === 'library' ? [] : [[path, role] as const]))
  return { behaviours: moved, roles: new Map(roles) }
}

/** Manifests and paths that say who starts a file are believed. */
function standsAlone({ path, kind, role }: RoledFile, artefact: ArtefactKind): boolean {
  if (role !== 'library') return false
  if (SCRIPTS.has(kind)) return true
  if (kind === 'javascript') return PYTHON_ARTEFACTS.has(artefact)
  return kind === 'python' && (artefact === 'npm' || (PYTHON_ARTEFACTS.has(artefact) && hasNoName(path, artefact)))
}

/** `manual tests/build-it.py` is no name that can be imported. What stands in archives and hidden readings is left as it is. */
function hasNoName(path: string, artefact: ArtefactKind): boolean {
  const own = importPath(artefact, path) ?? path
  const segments = own.replace(/\.pyw?$/, '').split('/')
  return (
    segments.some((segment) => /^[\d\s]|[^\w.]/.test(segment)) &&
    !segments.some((segment) => /^\(|\.(?:whl|zip|egg|pyz|tar|tgz|gz|bz2|xz|zst|data)$/.test(segment))
  )
}

const SCRIPTS: ReadonlySet<FileKind> = new Set(['shell', 'powershell', 'batch', 'workflow'])
const PYTHON_ARTEFACTS: ReadonlySet<ArtefactKind> = new Set(['wheel', 'sdist', 'egg', 'conda'])

interface Start {
  readonly when: Extract<BehaviourMoment, 'install' | 'import'>
  readonly role: Extract<FileRole, 'install' | 'start' | 'import' | 'library'>
}

/** How early each file is started by name; what a started script starts as well. */
function startsOf(
  behaviours: readonly Behaviour[],
  alone: ReadonlyMap<string, RoledFile>,
  roles: ReadonlyMap<string, FileRole>,
): ReadonlyMap<string, Start> {
  const byName = Map.groupBy(alone.keys(), baseName)
  const runs = behaviours.filter(({ kind }) => kind === 'execute' || kind === 'install-hook')
  const byPath = Map.groupBy(runs, ({ place }) => place.path)
  const starts = new Map<string, Start>()
  const queue: { readonly run: Behaviour; readonly start: Start }[] = []
  const follow = (run: Behaviour, start: Start | undefined): void => {
    if (start !== undefined) queue.push({ run, start })
  }
  for (const run of runs) if (!alone.has(run.place.path)) follow(run, startOf(run, roles.get(run.place.path)))
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { run, start } = next
    for (const path of namedIn(run).flatMap((name) => byName.get(name) ?? [])) {
      const before = starts.get(path)
      if (before !== undefined && rank(before) <= rank(start)) continue
      starts.set(path, start)
      for (const inner of byPath.get(path) ?? []) if (inner.when !== 'call') follow(inner, start)
    }
  }
  return starts
}

function startOf({ when }: Behaviour, role: FileRole | undefined): Start | undefined {
  if (when === 'install') return { when, role: 'install' }
  if (when !== 'import' || role === 'test' || role === 'documentation' || role === 'command') return undefined
  return { when, role: role ?? 'library' }
}

const ORDER = ['install', 'start', 'import', 'library'] as const

function rank({ role }: Start): number {
  return ORDER.indexOf(role)
}

/** Names of files in a command, with what may be one: `sh tools/get.sh`, `./configure`. */
function namedIn({ evidence, subject }: Behaviour): readonly string[] {
  const names = `${evidence} ${subject}`.match(/[\w@.+-]{2,100}/g) ?? []
  return [...new Set(names)].slice(0, MOST_NAMES)
}

const MOST_NAMES = 40

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function atMoment(behaviour: Behaviour, when: Start['when'] | undefined): Behaviour {
  if (behaviour.when !== 'import' && behaviour.when !== 'unknown') return behaviour
  return { ...behaviour, when: when ?? 'call' }
}
