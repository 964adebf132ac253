import { createRequire } from 'node:module'
import type { FileExtraction, FileInspection, InspectionTask } from '../inspection.ts'

/** Loaded with the first inspection that is kept. */
const load = createRequire(import.meta.url)

/** From how many bytes on packing pays: below it a frame is hardly smaller. */
const PACKED = 2048

/** Longest inspection that is kept, packed; a lock of 5,000 packages has 300 kB. */
const LARGEST = 32 * 1024 * 1024

/** How an inspection is kept: `plain` and `unwanted` follow from the task and need no bytes. */
export type RememberedKind = 'plain' | 'unwanted' | 'whole'

/** How an inspection for this task is to be kept. */
export function kindOf(task: InspectionTask, inspection: FileInspection): RememberedKind {
  return JSON.stringify(inspection) === JSON.stringify(plainInspection(task)) ? 'plain' : 'whole'
}

/** What most files give: everybody who was asked read it and found nothing. */
export function plainInspection({ path, extractors }: InspectionTask): FileInspection {
  const extractions = extractors.map((extractor): FileExtraction => ({
    path,
    extractor,
    extraction: { mentions: [], edges: [], includes: [], clues: [], diagnostics: [] },
  }))
  return { path, wanted: true, read: true, extractions, observations: [], diagnostics: [] }
}

/** A file that nobody recognised. */
export function unwantedInspection({ path }: InspectionTask): FileInspection {
  return { path, wanted: false, read: false, extractions: [], observations: [], diagnostics: [] }
}

/**
 * An inspection as bytes: 1 for JSON, 2 for JSON packed by zstd, then the CRC-32 of the rest. The sum is against disks that
 * lose bits, which must not turn one version into another. Undefined when it is too large to be kept.
 */
export function encode(inspection: FileInspection): Uint8Array | undefined {
  const { crc32, zstdCompressSync, constants } = zlib()
  const text = Buffer.from(JSON.stringify(inspection))
  const packed = text.length >= PACKED
  const payload = packed ? zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }) : text
  if (payload.length > LARGEST) return undefined
  const head = Buffer.alloc(HEAD)
  head.writeUInt8(packed ? 2 : 1, 0)
  head.writeUInt32LE(crc32(payload), 1)
  return Buffer.concat([head, payload])
}

const HEAD = 5

/** The other way; undefined when the bytes are not those that were written. */
export function decode(bytes: Uint8Array): FileInspection | undefined {
  const { crc32, zstdDecompressSync } = zlib()
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (all.length <= HEAD || crc32(all.subarray(HEAD)) !== all.readUInt32LE(1)) return undefined
  const payload = all.subarray(HEAD)
  return JSON.parse((all[0] === 2 ? zstdDecompressSync(payload) : payload).toString()) as FileInspection
}

function zlib(): typeof import('node:zlib') {
  return load('node:zlib') as typeof import('node:zlib')
}
