import { type Glance, GLANCE_BYTES, modelGlance } from '../analysis/models/at-a-glance.ts'
import type { Limits } from '../base/limits.ts'
import type { Extractor } from '../inventory/extractor.ts'
import { scannedFile } from '../scan/open.ts'
import type { OpenedFile, TreeSource } from '../scan/source.ts'
import type { FileExtraction, FileInspection, InspectionTask } from './inspection.ts'

/** Inspects a file here and now where that is quick and safe; undefined where it needs a worker. */
export type QuickLook = (task: InspectionTask) => Promise<FileInspection | undefined>

/**
 * Settles plain model files on the main thread, so that a scan of such files starts no worker (decision 0008). What it gives
 * is what a worker would give, byte for byte; whatever is found, unusual, large or unreadable is left to the workers, which
 * can be ended. `extractors` are those of the scan.
 */
export function quickLook(tree: TreeSource, extractors: readonly Extractor[], limits: Limits): QuickLook {
  const glance = modelGlance()
  const known = new Map<string, Extractor>(
    extractors.filter(({ id }) => QUICK_EXTRACTORS.has(id)).map((one) => [one.id, one]),
  )
  const buffer = new Uint8Array(GLANCE_BYTES)
  return async (task) => {
    if (!task.extractors.every((id) => known.has(id))) return undefined
    const name = task.path.slice(task.path.lastIndexOf('/') + 1).toLowerCase()
    if (!glance.fits(name)) return undefined
    const seen = tree.glance?.(task.path, buffer)
    // Who else can change the file is something to say about it.
    if (seen === undefined || seen.links.symbolic || seen.links.names > 1) return undefined
    if (seen.size > limits.fileBytes) return undefined
    if (seen.read === seen.size && glance.settles(name, buffer.subarray(0, seen.size))) {
      return settled(task, inMemory(buffer.subarray(0, seen.size), seen.links), { known, limits })
    }
    return isWorthOpening(buffer) ? settledSlowly(task, { tree, glance, name, known, limits }) : undefined
  }
}

/** Extractors that read a few bytes of a file and decide by comparing them. */
const QUICK_EXTRACTORS: ReadonlySet<Extractor['id']> = new Set<Extractor['id']>(['models/weight-file'])

/** A pickle or a zip by its first bytes. */
function isWorthOpening([first, second]: Uint8Array): boolean {
  return first === 0x80 || (first === 0x50 && second === 0x4b)
}

interface Readers {
  readonly known: ReadonlyMap<string, Extractor>
  readonly limits: Limits
}

interface SlowLook extends Readers {
  readonly tree: TreeSource
  readonly glance: Glance
  readonly name: string
}

async function settledSlowly(
  task: InspectionTask,
  { tree, glance, name, ...readers }: SlowLook,
): Promise<FileInspection | undefined> {
  let file: OpenedFile
  try {
    file = await tree.open(task.path)
  } catch {
    // The worker meets the same and says what it is.
    return undefined
  }
  try {
    return (await glance.settlesSlowly(name, file)) ? await settled(task, file, readers) : undefined
  } catch {
    // Whatever it is, a bug of ours included: the worker meets it again and reports it.
    return undefined
  } finally {
    await file.close()
  }
}

/** What the worker would answer: every rule ran and found nothing, every extractor has its say. */
async function settled(
  { path, extractors }: InspectionTask,
  file: OpenedFile,
  { known, limits }: Readers,
): Promise<FileInspection> {
  const extractions: FileExtraction[] = []
  for (const id of extractors) {
    const extraction = await known.get(id)?.extract(scannedFile(path, file, limits))
    if (extraction !== undefined) extractions.push({ path, extractor: id, extraction })
  }
  const diagnostics = extractions.flatMap(({ extraction }) => extraction.diagnostics)
  return { path, wanted: true, read: true, extractions, observations: [], diagnostics }
}

function inMemory(bytes: Uint8Array, links: OpenedFile['links']): OpenedFile {
  return {
    links,
    size: bytes.length,
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => {},
  }
}
