import { setImmediate } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import { LimitError } from '../../../base/errors.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'
import { type TarEnd, type TarEntry, tarEntries } from '../../../formats/tar.ts'
import type { ForwardSource } from './forward-source.ts'
import { hashedSource, type HashedSource } from './hashed-source.ts'
import type { Blob, Layer } from './layer-blob.ts'
import { LayerReading, type Wants } from './layer-reading.ts'
import { compressionOf, HEAD_BYTES, unpackedStream } from './layer-stream.ts'
import { type LayerTrouble, LayerTroubles } from './layer-troubles.ts'
import type { MergedTree } from './merged-tree.ts'
import type { FileContent } from './tree-node.ts'
import { bytesAt } from './placed-file.ts'
import type { ScratchFile } from './scratch-file.ts'

/** What the layers of one image are unpacked with. */
export interface Unpacking {
  readonly tree: MergedTree
  readonly scratch: ScratchFile
  readonly wants: Wants
  readonly mostEntries: number
  readonly meter: Meter
  readonly signal: AbortSignal
}

/** How the reading of a layer went. */
export interface LayerOutcome {
  /** The digest of the unpacked bytes as they are, whatever the image says: it names the bytes. */
  readonly name: string
  readonly troubles: readonly LayerTrouble[]
}

/**
 * Puts a layer on those below in one pass over its bytes, which are hashed, unpacked and read as tar on the way. Files of a plain
 * layer stay where they are; of a compressed one those that are wanted go into the scratch file. Damage and limits end the
 * layer and are told; what came before stands. Throws EXTERNAL_DISK and what the signal throws.
 */
export async function applyLayer(layer: Layer, blob: Blob, unpacking: Unpacking): Promise<LayerOutcome> {
  const troubles = new LayerTroubles()
  const { tree, scratch, wants } = unpacking
  const algorithm = layer.diffId?.algorithm ?? 'sha256'
  const stored = hashedSource(bytesAt(blob), layer.stored?.digest.algorithm ?? algorithm)
  const compression = compressionOf(await stored.slice(0, HEAD_BYTES))
  const hash = createHash(algorithm)
  const stream = unpackedStream(stored, compression, { ...unpacking, hash })
  const plain = compression === 'none' ? blob : undefined
  const reading = new LayerReading({ layer, plain, tree, scratch, wants, troubles })
  tree.startLayer(layer.index)
  let whole = false
  try {
    await eachMember(stream, unpacking.mostEntries, (entry) => reading.take(entry, stream), troubles)
    reading.finish()
    whole = endedWell(stream, troubles)
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    troubles.add(error.code, 'error', error.message)
  } finally {
    await stream.close()
  }
  await checkStored(layer, blob, stored, troubles)
  const name = plain === undefined ? hash.digest('hex') : await stored.digest()
  if (whole && (plain === undefined || layer.stored?.digest.algorithm === algorithm || layer.stored === undefined)) {
    checkUnpacked(layer, name, troubles)
  }
  return { name: whole ? name : `${name} in part`, troubles: troubles.list() }
}

/**
 * Reads a layer once more for files whose own names nobody wants but to which links with wanted names lead; `missed` has them
 * by the offset of their data. Throws what applyLayer throws; damage was told the first time.
 */
export async function keepMissed(
  missed: ReadonlyMap<number, FileContent>,
  blob: Blob,
  { scratch, mostEntries, meter, signal }: Unpacking,
): Promise<void> {
  const source = bytesAt(blob)
  const stream = unpackedStream(source, compressionOf(await source.slice(0, HEAD_BYTES)), { meter, signal })
  const keep = async ({ dataOffset }: TarEntry): Promise<void> => {
    const content = missed.get(dataOffset)
    if (content === undefined || content.kept !== undefined) return
    const start = scratch.end
    const there = await stream.copy(dataOffset, content.size, (piece) => scratch.append(piece))
    if (there === content.size) content.kept = { descriptor: scratch.descriptor, offset: start }
  }
  try {
    await eachMember(stream, mostEntries, keep, new LayerTroubles())
  } catch (error) {
    // What is missing then is told file by file.
    if (!(error instanceof LimitError)) throw error
  } finally {
    await stream.close()
  }
}

/** Milliseconds after which events are let in: Ctrl-C. */
const BREATH = 20

async function eachMember(
  stream: ForwardSource,
  mostEntries: number,
  take: (entry: TarEntry) => Promise<void>,
  troubles: LayerTroubles,
): Promise<void> {
  let breath = performance.now()
  // An empty layer may be an empty file.
  if ((await stream.slice(0, 1)).length > 0) {
    const members = tarEntries(stream, 0, mostEntries)
    for (let step = await members.next(); ; step = await members.next()) {
      if (step.done === true) {
        const problem = endProblem(step.value, stream)
        if (problem !== undefined) troubles.add('FORMAT_LAYER', 'error', problem)
        break
      }
      await take(step.value)
      if (performance.now() - breath > BREATH) {
        await setImmediate()
        breath = performance.now()
      }
    }
  }
  await stream.drain()
}

/** An archive that just stops where a member could begin is one to all readers. */
function endProblem({ end, problems }: TarEnd, stream: ForwardSource): string | undefined {
  return stream.total === end && end > 0 ? undefined : problems[0]
}

/** True when all of the stream was read: only then its digest says something. */
function endedWell({ ending }: ForwardSource, troubles: LayerTroubles): boolean {
  if (ending === undefined) return true
  if (ending.state !== 'complete') troubles.add('FORMAT_LAYER', 'error', `its compressed data is ${ending.state}`)
  for (const problem of ending.problems) {
    // Skippable frames are how layers of zstd:chunked carry their index.
    if (!problem.startsWith('a skippable frame')) troubles.add('FORMAT_LAYER', 'warning', problem)
  }
  return ending.state === 'complete'
}

async function checkStored(
  { stored }: Layer,
  blob: Blob,
  source: HashedSource,
  troubles: LayerTroubles,
): Promise<void> {
  if (stored === undefined) return
  const { digest, size } = stored
  if (size !== blob.size) {
    troubles.add('FORMAT_DIGEST', 'error', `it has ${blob.size} bytes, its descriptor says ${size}`)
  }
  const found = await source.digest()
  if (found !== digest.hex) {
    troubles.add(
      'FORMAT_DIGEST',
      'error',
      `its bytes have the digest ${digest.algorithm}:${found}, its descriptor says another one`,
    )
  }
}

function checkUnpacked({ diffId }: Layer, found: string, troubles: LayerTroubles): void {
  if (diffId === undefined || found === diffId.hex) return
  const should = `${diffId.algorithm}:${diffId.hex}`
  troubles.add('FORMAT_DIGEST', 'error', `unpacked it has the digest ${found}, the configuration says ${should}`)
}
