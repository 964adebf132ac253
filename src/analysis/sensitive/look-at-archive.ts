import type { ByteSource } from '../../base/bytes.ts'
import { systemClock } from '../../base/clock.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { ContainerBudget, type ContainerLimits, DEFAULT_CONTAINER_LIMITS } from '../models/containers/budget.ts'
import type { ContainerMember } from '../models/containers/container-event.ts'
import { inspectContainer } from '../models/containers/inspect.ts'
import type { ModelKind } from '../models/containers/model-kind.ts'
import type { Witness } from './sighting.ts'

/** A part of an archive that is itself none. */
export interface ArchiveMember {
  /** As the archive names it, escaped and cut; the last segment says what kind of file it is. */
  readonly name: string
  readonly source: ByteSource
}

/** What is opened for its members. */
const ARCHIVE_KINDS: readonly ModelKind[] = [
  'zip',
  'tar',
  '7z',
  'rar',
  'gzip',
  'bzip2',
  'xz',
  'zstd',
  'lz4',
  'lzip',
  'compress',
  'snappy',
]
const ARCHIVES: ReadonlySet<ModelKind> = new Set(ARCHIVE_KINDS)

/** Wheels of machine-learning libraries unpack to some GB; what is worth looking through in them are their texts. */
const LIMITS: ContainerLimits = { ...DEFAULT_CONTAINER_LIMITS, unpackedBytes: 2 * 1024 ** 3, depth: 4 }

/**
 * Hands every member of an archive to `look`, however deep. What could not be opened is told to the witness once a kind of reason, with the
 * count. Throws what the source throws.
 */
export async function lookAtArchive(
  source: ByteSource,
  limits: Limits,
  look: (member: ArchiveMember) => Promise<void>,
  witness: Pick<Witness, 'miss'>,
): Promise<void> {
  const budget = new ContainerBudget({ ...LIMITS, milliseconds: limits.fileMilliseconds * 0.6 }, systemClock)
  const missed = new Map<string, { count: number; readonly message: string }>()
  for await (const event of inspectContainer(source, budget)) {
    if (event.type === 'member') {
      if (isLeaf(event)) await look({ name: nameOf(event.path), source: event.source })
    } else if (event.type === 'note' && (event.kind === 'not-inspected' || event.kind === 'damage')) {
      const known = missed.get(event.code)
      if (known === undefined) missed.set(event.code, { count: 1, message: excerpt(event.message, 200) })
      else known.count++
    }
  }
  for (const { count, message } of missed.values()) {
    witness.miss(count === 1 ? message : `${message} (and ${count - 1} more of the kind)`)
  }
}

/** Numbers without text: tensors of torch, arrays of NumPy. */
function isLeaf({ path, kinds }: ContainerMember): boolean {
  if (path.length === 0 || kinds.some(({ kind, certainty }) => ARCHIVES.has(kind) && certainty !== 'trial'))
    return false
  const name = path.at(-1) ?? ''
  return !/(?:^|\/)data\/\d{1,9}$/.test(name) && !kinds.some(({ kind }) => kind === 'npy')
}

function nameOf(path: readonly string[]): string {
  return excerpt(path.join(' > '), 200)
}
