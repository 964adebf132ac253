import { createRequire } from 'node:module'
import type { FileInspection } from '../inspection.ts'
import type { RememberedKind } from './remembered.ts'

/** Loaded with the first record. */
const load = createRequire(import.meta.url)

/** What is known of one file and one set of plug-ins. */
export interface FileRecord {
  /** FileStamp.text. */
  readonly stamp: string
  readonly kind: RememberedKind
  /** The name of the inspection, where it is whole; else empty. */
  readonly name: string
  /** The inspection itself, where it is small: a look-up of its own for each of 50,000 files takes longer than reading it here. */
  readonly inspection?: FileInspection
}

/** What is known of the files of one folder, by recordKey(). */
export type FolderRecord = Map<string, FileRecord>

/** A file name holds no slash, so the two parts stay apart. */
export function recordKey(file: string, task: string): string {
  return `${task}/${file}`
}

/** The file name of a key. */
export function fileOfKey(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

const KINDS: readonly RememberedKind[] = ['plain', 'unwanted', 'whole']

/** As JSON behind its CRC-32. */
export function encodeFolder(record: FolderRecord): Uint8Array {
  const rows = [...record].map(([key, { stamp, kind, name, inspection }]) => {
    const row = [key, stamp, KINDS.indexOf(kind), name]
    return inspection === undefined ? row : [...row, inspection]
  })
  const text = Buffer.from(JSON.stringify(rows))
  const head = Buffer.alloc(4)
  head.writeUInt32LE(crc32(text))
  return Buffer.concat([head, text])
}

/** The other way; undefined when the bytes are not those that were written. */
export function decodeFolder(bytes: Uint8Array): FolderRecord | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = all.subarray(4)
  if (all.length < 4 || crc32(text) !== all.readUInt32LE(0)) return undefined
  const rows = JSON.parse(text.toString()) as readonly Row[]
  return new Map(
    rows.map(([key, stamp, kind, name, inspection]) => {
      const record: FileRecord = { stamp, kind: KINDS[kind] ?? 'whole', name }
      return [key, inspection === undefined ? record : { ...record, inspection }]
    }),
  )
}

type Row = readonly [key: string, stamp: string, kind: number, name: string, inspection?: FileInspection]

function crc32(bytes: Uint8Array): number {
  return (load('node:zlib') as typeof import('node:zlib')).crc32(bytes)
}
