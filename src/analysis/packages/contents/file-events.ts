import { memorySource } from '../../../formats/zip-source.ts'
import type { PackageNote } from '../artefact-facts.ts'
import type { ArtefactEvent } from './artefact-event.ts'
import type { ListedEntry } from './listed-entry.ts'

/** SHA-256 of no bytes. */
export const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Does an entry say that it is a file without bytes, packed and unpacked? It then comes as no part of its archive. */
export function isEmptyFile({ type, size, entry }: ListedEntry): boolean {
  // A tar has no packed size of its own.
  return type === 'file' && size === 0 && ('packedSize' in entry ? entry.packedSize : 0) === 0
}

/** The event of a file without bytes. */
export function emptyFile(path: string, mode: number, nested: boolean, hidden: boolean): ArtefactEvent {
  const source = memorySource(new Uint8Array(0))
  return { type: 'file', file: { path, size: 0, sha256: EMPTY_DIGEST, source, mode, kinds: [], nested, hidden } }
}

/** A note that the end of a file was not there any more. */
export function shrunk(path: string): PackageNote {
  return { kind: 'damage', code: 'shrunk', path, message: 'became shorter while it was read' }
}
