import type { ByteSource } from '../../base/bytes.ts'
import { systemClock } from '../../base/clock.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { ContainerBudget, DEFAULT_CONTAINER_LIMITS } from './containers/budget.ts'
import type { ContainerMember } from './containers/container-event.ts'
import { inspectContainer } from './containers/inspect.ts'
import type { Identification, ModelKind } from './containers/model-kind.ts'
import { MEMBER_READERS, readNamedMember, type Surroundings } from './member-readers.ts'
import { observeNote } from './observe-note.ts'
import type { ModelObservation } from './observation.ts'

/** What is known of one file before anyone loads it. */
export interface ModelInspection {
  /** Does the file, or anything in it, hold what model loaders load? */
  readonly isModel: boolean
  /** In the order of the file, containers before what is in them; each with where it stands inside. */
  readonly observations: readonly ModelObservation[]
}

/** The worker is ended at `fileMilliseconds`; the inspection ends itself before, so that what it found is kept. */
const MILLISECONDS = DEFAULT_LIMITS.fileMilliseconds * 0.75

/** The inspection of a file, done once however many rules ask. Throws ExternalError when the file cannot be read. */
export function inspectModel(file: ScannedFile): Promise<ModelInspection> {
  return file.once('models/inspection', () => inspect(file.source, lastSegment(file.path)))
}

async function inspect(source: ByteSource, name: string): Promise<ModelInspection> {
  // The clock bounds the work, it does not enter the result; only its end does, as a note.
  const budget = new ContainerBudget({ ...DEFAULT_CONTAINER_LIMITS, milliseconds: MILLISECONDS }, systemClock)
  const observations: ModelObservation[] = []
  const notes: ModelObservation[] = []
  const torchScripts: (readonly string[])[] = []
  let isModel = false
  for await (const event of inspectContainer(source, budget)) {
    if (event.type === 'note') notes.push(observeNote(event))
    else if (event.type === 'archive') {
      isModel ||= event.kinds.length > 0
      if (event.kinds.includes('torchscript')) torchScripts.push(event.path)
    } else {
      isModel ||= event.kinds.some(isModelKind)
      observations.push(
        ...(await readMember(event, name, { inTorchScript: torchScripts.some((path) => isInside(event.path, path)) })),
      )
    }
  }
  if (isModel || observations.length > 0) return { isModel: true, observations: [...observations, ...notes] }
  // How an archive without models is written is not ours to judge; that it could not be looked into is said all the same.
  return { isModel: false, observations: notes.filter(({ id }) => id === 'container/not-inspected').map(milder) }
}

/** Nothing says that the archive holds a model, and nothing says that it does not. */
function milder(observation: ModelObservation): ModelObservation {
  return { ...observation, severity: 'low' }
}

/** Kinds that hold no model of their own. */
const WRAPPERS: ReadonlySet<ModelKind> = new Set<ModelKind>([
  ...(['zip', 'tar', '7z', 'rar', 'executable', 'script'] as const),
  ...(['gzip', 'zlib', 'bzip2', 'xz', 'lzma', 'zstd', 'lz4', 'lzip', 'compress', 'snappy'] as const),
])

function isModelKind({ kind, certainty }: Identification): boolean {
  return certainty !== 'trial' && !WRAPPERS.has(kind)
}

/** Loaders find some parts by name; that of the file itself stands for the first one. */
function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}

function isInside(path: readonly string[], archive: readonly string[]): boolean {
  return path.length > archive.length && archive.every((label, index) => path[index] === label)
}

async function readMember(
  member: ContainerMember,
  fileName: string,
  around: Surroundings,
): Promise<readonly ModelObservation[]> {
  const found: ModelObservation[] = []
  // A legacy checkpoint is a row of pickles: one reading serves both kinds.
  const isPickle = member.kinds.some(({ kind }) => kind === 'pickle')
  for (const identification of member.kinds.filter(({ kind }) => !isPickle || kind !== 'torch-legacy')) {
    const reader = MEMBER_READERS[identification.kind]
    if (reader !== undefined)
      found.push(
        ...(await attempt(() => reader(member, identification, around), identification.kind, identification.certainty)),
      )
  }
  const name = member.path.length === 0 ? fileName : lastSegment(member.path.at(-1) ?? '')
  found.push(...(await attempt(() => readNamedMember(name, member.source), name, 'magic')))
  return found.map((observation) => placed(observation, member))
}

/** What only looks like a kind is none; what carries its magic, or the name a loader asks for, is reported when it cannot be read. */
async function attempt(
  read: () => Promise<readonly ModelObservation[]>,
  what: string,
  certainty: Identification['certainty'],
): Promise<readonly ModelObservation[]> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    if (certainty !== 'magic' && error instanceof FormatError) return []
    return [unreadable(what, error)]
  }
}

function unreadable(what: string, error: FormatError | LimitError): ModelObservation {
  return {
    id: 'container/not-inspected',
    severity: 'medium',
    title: `${excerpt(what, 80)} could not be read to the end`,
    why: `What stands behind the place is not known: ${error.message}.`,
    where: error.position !== undefined && 'byte' in error.position ? { byte: error.position.byte } : {},
    cwe: 'CWE-1286',
    fix: 'Do not load it before somebody has looked at it; fetch it anew and compare the digest.',
  }
}

/** `archive.pt > data.pkl` in front of the place inside; the byte in the file where that is known. */
function placed(observation: ModelObservation, member: ContainerMember): ModelObservation {
  const inside = [...member.path, ...(observation.where.inside === undefined ? [] : [observation.where.inside])].join(
    ' > ',
  )
  const { byte } = observation.where
  return { ...observation, where: { ...(inside === '' ? {} : { inside }), ...(byte === undefined ? {} : { byte }) } }
}
