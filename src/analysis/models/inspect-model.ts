import type { ByteSource } from '../../base/bytes.ts'
import { systemClock } from '../../base/clock.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { ContainerBudget, DEFAULT_CONTAINER_LIMITS } from './containers/budget.ts'
import type { ContainerMember } from './containers/container-event.ts'
import { inspectContainer } from './containers/inspect.ts'
import type { Identification, ModelKind } from './containers/model-kind.ts'
import { conversionOf, withConversion } from './conversion.ts'
import { MEMBER_READERS, readNamedMember, type Surroundings } from './member-readers.ts'
import type { ArchiveKind } from './containers/archive-kind.ts'
import { observeNote } from './observe-note.ts'
import type { Conversion, ModelObservation } from './observation.ts'
import { readPython } from './read-python.ts'

/** What is known of one file before anyone loads it. */
export interface ModelInspection {
  /** Does the file, or anything in it, hold what model loaders load? */
  readonly isModel: boolean
  /** In the order of the file, containers before what is in them; each with where it stands inside. */
  readonly observations: readonly ModelObservation[]
}

/** The worker is ended at `fileMilliseconds`; the inspection ends itself after this part of them, so that what it found is kept. */
const OWN_TIME = 0.75

/** The inspection of a file, done once however many rules ask. Throws ExternalError when the file cannot be read. */
export function inspectModel(file: ScannedFile): Promise<ModelInspection> {
  return file.once('models/inspection', () => inspect(file.source, lastSegment(file.path), file.limits))
}

async function inspect(source: ByteSource, name: string, limits: Limits): Promise<ModelInspection> {
  // The clock bounds the work, it does not enter the result; only its end does, as a note.
  const milliseconds = limits.fileMilliseconds * OWN_TIME
  const budget = new ContainerBudget({ ...DEFAULT_CONTAINER_LIMITS, milliseconds }, systemClock)
  const { isModel, observations, notes, conversion } = await inspectParts(source, { name, limits, budget, nesting: 0 })
  if (isModel || observations.length > 0)
    return { isModel: true, observations: withConversion([...observations, ...notes], conversion) }
  // How an archive without models is written is not ours to judge; that it could not be looked into is said all the same.
  return { isModel: false, observations: notes.filter(hidesSomething).map(milder) }
}

interface InspectionTask {
  readonly name: string
  readonly limits: Limits
  readonly budget: ContainerBudget
  /** How many pickles hand these bytes on to a loader. */
  readonly nesting: number
}

interface Inspected {
  readonly isModel: boolean
  readonly observations: readonly ModelObservation[]
  readonly notes: readonly ModelObservation[]
  readonly conversion: Conversion | undefined
}

async function inspectParts(source: ByteSource, task: InspectionTask): Promise<Inspected> {
  const observations: ModelObservation[] = []
  const notes: ModelObservation[] = []
  const torchScripts: (readonly string[])[] = []
  const oldTorchTars: (readonly string[])[] = []
  const codeArchives: (readonly string[])[] = []
  let isModel = false
  let conversion: Conversion | undefined
  let root: ContainerMember | undefined
  const inspectLoaded = (loaded: ByteSource): Promise<readonly ModelObservation[]> => inspectPayload(loaded, task)
  for await (const event of inspectContainer(source, task.budget)) {
    if (event.type === 'note') {
      notes.push(observeNote(event))
      continue
    }
    if (event.type === 'member') root ??= event
    conversion ??= conversionOf(event, root)
    if (event.type === 'archive') {
      isModel ||= event.kinds.length > 0
      if (event.kinds.includes('torchscript')) torchScripts.push(event.path)
      if (event.kinds.includes('torch-0.1.1')) oldTorchTars.push(event.path)
      if (event.kinds.some((kind) => RUNS_PYTHON.has(kind))) codeArchives.push(event.path)
    } else {
      isModel ||= event.kinds.some(isModelKind)
      const inTorchScript = torchScripts.some((path) => isInside(event.path, path))
      const runsPython = codeArchives.some((path) => isInside(event.path, path))
      const inOldTorchTar = oldTorchTars.some((path) => isInside(event.path, path))
      const around = { inTorchScript, inOldTorchTar, runsPython, inspectLoaded, limits: task.limits }
      observations.push(...(await readMember(event, task.name, around)))
    }
  }
  return { isModel, observations, notes, conversion }
}

/** Archives whose loader imports the Python in them: the handler of TorchServe, the modules of torch.package. */
const RUNS_PYTHON: ReadonlySet<ArchiveKind> = new Set<ArchiveKind>(['torchserve', 'torch-package'])

/** Loaders called by loaders: more than these only a crafted file has. */
const MOST_NESTING = 6

/** An archive that a pickle carries and hands to `torch.load`. */
async function inspectPayload(source: ByteSource, task: InspectionTask): Promise<readonly ModelObservation[]> {
  if (task.nesting >= MOST_NESTING) {
    const error = new LimitError('LIMIT_DEPTH', `archives that pickles load are nested deeper than ${MOST_NESTING}`)
    return [unreadable('An archive that the pickle loads', error)]
  }
  const { observations, notes } = await inspectParts(source, { ...task, name: '', nesting: task.nesting + 1 })
  return [...observations, ...notes].map((observation) => {
    const { inside, byte } = observation.where
    const label = inside === undefined ? LOADED : `${LOADED} > ${inside}`
    return { ...observation, where: { inside: label, ...(byte === undefined ? {} : { byte }) } }
  })
}

const LOADED = 'archive that the pickle loads'

/**
 * Behind damage something may stand that nobody saw. What begins like zlib or LZMA and breaks off is mostly no such stream at all: two
 * bytes are no magic.
 */
function hidesSomething({ id, why }: ModelObservation): boolean {
  return id === 'container/not-inspected' || (id === 'container/damage' && !/ Seen: (?:zlib|lzma)\b/.test(why))
}

/** Nothing says that the archive holds a model, and nothing says that it does not. */
function milder(observation: ModelObservation): ModelObservation {
  return { ...observation, id: 'container/not-inspected', severity: 'low' }
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
  found.push(
    ...(await attempt(
      () => readNamedMember(name, member.source, around.limits, member.path.length > 0),
      name,
      'magic',
    )),
  )
  if (around.runsPython && name.endsWith('.py'))
    found.push(...(await attempt(() => readPython(member.source, around.limits), name, 'magic')))
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
