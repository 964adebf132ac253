import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ExternalError } from '../../../../base/errors.ts'
import type { ConfigurationFile } from './configuration-input.ts'
import type { ConfigurationPlace } from './configuration-places.ts'

/** Real ones have some kilobytes. */
const LARGEST = 4 * 1024 * 1024

/**
 * The configuration files that are there, in the order of the places. Throws EXTERNAL_DISK for one that is there and cannot be read: what
 * a file would have said must not be taken for silence. A file of the project that is no plain file, or too large, is as if it were not there.
 */
export async function readConfiguration(places: readonly ConfigurationPlace[]): Promise<readonly ConfigurationFile[]> {
  const read = await Promise.all(places.map(readPlace))
  return read.filter((file) => file !== undefined)
}

async function readPlace(place: ConfigurationPlace): Promise<ConfigurationFile | undefined> {
  try {
    const bytes = await smallFile(place)
    return bytes === undefined ? undefined : { kind: place.kind, path: place.path, level: place.level, bytes }
  } catch (error) {
    if (ABSENT.has(codeOf(error)) || (place.level === 'project' && codeOf(error) === 'ELOOP')) return undefined
    throw new ExternalError('EXTERNAL_DISK', `${place.path}: ${codeOf(error)}`, { retryable: false, cause: error })
  }
}

/** Opened without blocking: a pipe with the name of a configuration file must not hang. Links within a project may lead anywhere. */
async function smallFile({ path, level }: ConfigurationPlace): Promise<Uint8Array | undefined> {
  const noLinks = level === 'project' ? (constants.O_NOFOLLOW ?? 0) : 0
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | noLinks)
  try {
    const info = await file.stat()
    if (!info.isFile() || (level === 'project' && info.size > LARGEST)) return undefined
    if (info.size > LARGEST) throw Object.assign(new Error('too large'), { code: `larger than ${LARGEST} bytes` })
    const bytes = Buffer.alloc(LARGEST + 1)
    const { bytesRead } = await file.read(bytes, 0, Math.min(bytes.length, info.size + 1), 0)
    return Uint8Array.from(bytes.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENXIO'])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
