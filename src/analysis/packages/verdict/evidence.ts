import type { ArtefactFacts, FileFacts, PackageNote } from '../artefact-facts.ts'
import type { Behaviour, BehaviourKind } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { type Exposure, exposureOf } from './exposure.ts'

/** A behaviour with where and when it counts. */
export interface Seen {
  readonly behaviour: Behaviour
  readonly artefact: string
  readonly exposure: Exposure
}

/** One file of one artefact, with what is seen in it by kind. */
export interface SeenFile {
  readonly artefact: string
  readonly path: string
  readonly facts?: FileFacts
  readonly role: FileRole
  /** How its code is made unreadable, each way once. */
  readonly marks: ReadonlySet<string>
  of(kind: BehaviourKind): readonly Seen[]
}

/** A note, and the role of the file of the package in which the archive lies that it is about; absent for the artefact itself. */
export interface SeenNote extends PackageNote {
  readonly artefact: string
  readonly within?: FileRole
}

/** The facts of all artefacts of a release, in an order in which stories ask. */
export interface PackageEvidence {
  of(kind: BehaviourKind): readonly Seen[]
  /** Files in which anything is seen, and every file that was not wholly read. */
  readonly files: readonly SeenFile[]
  fileOf(seen: Seen): SeenFile
  /** Does the artefact hold a file of this name, in whatever folder? */
  holds(artefact: string, name: string): boolean
  readonly notes: readonly SeenNote[]
}

/** Puts the facts of artefacts in order: one pass over everything. Artefacts that have the same name are told apart by their place. */
export function packageEvidence(artefacts: readonly ArtefactFacts[]): PackageEvidence {
  const byKind = new Map<BehaviourKind, Seen[]>()
  const files = new Map<string, GrowingFile>()
  const names = new Set<string>()
  for (const artefact of artefacts) {
    const facts = new Map(artefact.files.map((file) => [file.path, file]))
    const isProgram = installPrograms(artefact)
    for (const behaviour of artefact.behaviours) {
      const file = growing(files, artefact.name, behaviour.place.path, facts)
      const known = exposureOf(file.role, behaviour.when)
      const exposure = known === 'install-call' && !isProgram(file.path) ? 'call' : known
      const seen: Seen = { behaviour, artefact: artefact.name, exposure }
      append(byKind, behaviour.kind, seen)
      append(file.byKind, behaviour.kind, seen)
      if (behaviour.kind === 'obfuscation' && file.marks.size < MOST_MARKS) file.marks.add(behaviour.subject)
    }
    for (const { path } of artefact.files) names.add(key(artefact.name, path.slice(path.lastIndexOf('/') + 1)))
    for (const { path, looked } of artefact.files) if (looked !== 'whole') growing(files, artefact.name, path, facts)
  }
  return {
    of: (kind) => byKind.get(kind) ?? NONE,
    files: [...files.values()],
    fileOf: ({ artefact, behaviour }) => files.get(key(artefact, behaviour.place.path)) ?? emptyFile(artefact),
    holds: (artefact, name) => names.has(key(artefact, name)),
    notes: artefacts.flatMap(seenNotes),
  }
}

/**
 * Tells the programs of the installation from modules that they import: `setup.py` imports the package that it installs for its version, and nobody
 * calls what that module can do besides. Commands of setuptools (`cmdclass`) are called, in whatever module they stand.
 */
function installPrograms({ manifest }: ArtefactFacts): (path: string) => boolean {
  const hooks = manifest?.hooks ?? []
  if (manifest?.ecosystem !== 'PyPI' || hooks.some(({ name }) => name.startsWith('cmdclass'))) return () => true
  const backend = (manifest.buildBackend ?? '').split(':', 1)[0]?.replaceAll('.', '/') ?? ''
  return (path) =>
    /(?:^|\/)setup\.py$/.test(path) ||
    (backend !== '' && (path.endsWith(`${backend}.py`) || path.endsWith(`${backend}/__init__.py`))) ||
    hooks.some(({ command, place }) => place.path === path || command.includes(path))
}

function seenNotes({ name, files, notes }: ArtefactFacts): readonly SeenNote[] {
  const roles = new Map(files.map(({ path, role }) => [path, role]))
  return notes.map((note) => {
    const within = roleAbove(note.path, roles)
    return { ...note, artefact: name, ...(within === undefined ? {} : { within }) }
  })
}

/** The role of the file that a path leads through: archives in a package are folders of it. */
function roleAbove(path: string, roles: ReadonlyMap<string, FileRole>): FileRole | undefined {
  let end = path.indexOf('/')
  for (let depth = 0; end >= 0 && depth < MOST_SEGMENTS; depth++) {
    const role = roles.get(path.slice(0, end))
    if (role !== undefined) return role
    end = path.indexOf('/', end + 1)
  }
  return undefined
}

const MOST_SEGMENTS = 100

const NONE: readonly Seen[] = []

/** Ways of making code unreadable that are named of one file; there are about ten. */
const MOST_MARKS = 20

interface GrowingFile extends SeenFile {
  readonly marks: Set<string>
  readonly byKind: Map<BehaviourKind, Seen[]>
}

function growing(
  files: Map<string, GrowingFile>,
  artefact: string,
  path: string,
  facts: ReadonlyMap<string, FileFacts>,
): GrowingFile {
  const name = key(artefact, path)
  const known = files.get(name)
  if (known !== undefined) return known
  const own = facts.get(path)
  const byKind = new Map<BehaviourKind, Seen[]>()
  const made: GrowingFile = {
    artefact,
    path,
    ...(own === undefined ? {} : { facts: own }),
    role: own?.role ?? 'library',
    marks: new Set(),
    byKind,
    of: (kind) => byKind.get(kind) ?? NONE,
  }
  files.set(name, made)
  return made
}

function emptyFile(artefact: string): SeenFile {
  return { artefact, path: '', role: 'library', marks: new Set(), of: () => NONE }
}

function key(artefact: string, path: string): string {
  return `${artefact}\0${path}`
}

function append(map: Map<BehaviourKind, Seen[]>, kind: BehaviourKind, seen: Seen): void {
  const list = map.get(kind)
  if (list === undefined) map.set(kind, [seen])
  else list.push(seen)
}
