import { closeSync, realpathSync } from 'node:fs'
import { posix } from 'node:path'
import { FormatError } from '../../../base/errors.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'
import { tarEntries, type TarEntry } from '../../../formats/tar.ts'
import { type ImageContainer, openRegular } from './image-container.ts'
import type { Blob } from './layer-blob.ts'
import { compressionOf, HEAD_BYTES, unpackedStream } from './layer-stream.ts'
import { bytesAt } from './placed-file.ts'
import type { ScratchFile } from './scratch-file.ts'

/** Documents, layers and their folders: an index of a thousand images has fewer. */
const MOST_MEMBERS = 100_000

/** As docker save writes it: a layer that two images share is a link in the second. */
const MOST_LINKS = 10

export interface ArchiveOptions {
  /** A compressed archive is unpacked into it first: documents and layers come in any order. */
  readonly scratch: ScratchFile
  readonly meter: Meter
  readonly signal: AbortSignal
}

/**
 * A layout or a `docker save` in a tar archive, which may be compressed. Nothing is written but the scratch file; links in the
 * archive are followed in the archive only. Throws EXTERNAL_DISK, LimitError, FORMAT_SYNTAX where the compressed data is damaged.
 */
export async function imageArchive(path: string, options: ArchiveOptions): Promise<ImageContainer> {
  const file = openRegular(realpathSync.native(path))
  try {
    const archive = await plainArchive(file, options)
    const members = await membersOf(archive)
    return {
      kind: 'archive',
      open: (name) => find(members, name, archive),
      release: () => {},
      close: () => closeSync(file.descriptor),
    }
  } catch (error) {
    closeSync(file.descriptor)
    throw error
  }
}

async function plainArchive(file: Blob, { scratch, meter, signal }: ArchiveOptions): Promise<Blob> {
  const source = bytesAt(file)
  const compression = compressionOf(await source.slice(0, HEAD_BYTES))
  if (compression === 'none') return file
  const offset = scratch.end
  const stream = unpackedStream(source, compression, { meter, signal })
  try {
    await stream.copy(0, Number.MAX_SAFE_INTEGER, (piece) => scratch.append(piece))
  } finally {
    await stream.close()
  }
  const state = stream.ending?.state ?? 'complete'
  if (state !== 'complete') {
    throw new FormatError('FORMAT_SYNTAX', `the ${compression} data of the archive is ${state}`, { byte: file.size })
  }
  return { descriptor: scratch.descriptor, offset, size: scratch.end - offset }
}

type Member = Pick<TarEntry, 'type' | 'linkName' | 'dataOffset' | 'size'>

/** By path; of two members of one name the later counts, as for every reader of tar. */
async function membersOf(archive: Blob): Promise<ReadonlyMap<string, Member>> {
  const members = new Map<string, Member>()
  for await (const { name, type, linkName, dataOffset, size } of tarEntries(bytesAt(archive), 0, MOST_MEMBERS)) {
    members.set(posix.normalize(name), { type, linkName, dataOffset, size })
  }
  return members
}

function find(members: ReadonlyMap<string, Member>, path: string, archive: Blob): Blob | undefined {
  let name = posix.normalize(path)
  for (let links = 0; links <= MOST_LINKS; links++) {
    const member = members.get(name)
    if (member?.type === 'file') {
      return { descriptor: archive.descriptor, offset: archive.offset + member.dataOffset, size: member.size }
    }
    if (member?.type === 'hardlink') name = posix.normalize(member.linkName)
    else if (member?.type === 'symlink') name = posix.join(posix.dirname(name), member.linkName)
    else return undefined
  }
  return undefined
}
