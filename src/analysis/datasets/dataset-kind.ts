import { COMMA } from '../../formats/csv/dialect.ts'
import { arrowStart } from '../../formats/arrow/messages.ts'
import { bufferOf } from '../../formats/source-part.ts'
import { encodingOf } from '../../formats/text-encoding.ts'
import type { DatasetKind } from './dataset-inspection.ts'

const ENDINGS = 'csv tsv tab psv jsonl ndjson jsonlines parquet parq pq arrow arrows feather ipc'.split(' ')
const PACKED = 'gz zst bz2 xz lz4'.split(' ')
const TEXT_ENDINGS = 'csv tsv tab psv jsonl ndjson jsonlines json'.split(' ')

/** Globs of the files that hold tables. `.json` is not among them: see DATASET_JSON_FILES. */
export const DATASET_FILES: readonly string[] = [
  ...ENDINGS.map((ending) => `**/*.${ending}`),
  ...TEXT_ENDINGS.flatMap((ending) => PACKED.map((packed) => `**/*.${ending}.${packed}`)),
]

/** Most JSON is configuration; `isJsonTable` tells which of it is a table. */
export const DATASET_JSON_FILES: readonly string[] = ['**/*.json']

/** What the first bytes are, unpacked: a kind, or in words what else it is. */
export type Identified = { readonly kind: DatasetKind } | { readonly other: string }

/**
 * By content first, by name where the content could be several: text that is neither JSON nor markup is separated values. `path` is
 * used without the ending of a compression.
 */
export function identifyDataset(head: Uint8Array, path: string): Identified {
  const bytes = bufferOf(head)
  if (bytes.toString('latin1', 0, 4) === 'PAR1' || bytes.toString('latin1', 0, 4) === 'PARE') return { kind: 'parquet' }
  const arrow = arrowStart(head)
  if (arrow !== undefined) return { kind: arrow.kind === 'file' ? 'arrow-file' : 'arrow-stream' }
  const foreign = FOREIGN.find(([magic]) => bytes.toString('latin1', 0, magic.length) === magic)
  if (foreign !== undefined) return { other: foreign[1] }
  if (head.length === 0) return { other: 'an empty file' }
  const { encoding, mark } = encodingOf(head)
  if (encoding === 'utf-8' && head.includes(0)) return { other: 'binary data' }
  const text = new TextDecoder(encoding).decode(head.subarray(mark)).trimStart()
  if (/^<(?:!doctype|html|\?xml|head|body|svg|[a-z]+[ >])/i.test(text)) return { other: 'markup, such as a web page' }
  if (/\.(?:csv|tsv|tab|psv)$/i.test(path) && !looksLikeJson(text)) return { kind: 'csv' }
  if (/\.(?:jsonl|ndjson|jsonlines)$/i.test(path)) return { kind: isOneDocument(text) ? 'json' : 'json-lines' }
  if (looksLikeJson(text)) return { kind: isLines(text) ? 'json-lines' : 'json' }
  return /\.json$/i.test(path)
    ? { other: 'text that is no JSON' }
    : /\.(?:parquet|parq|pq|arrow|arrows|feather|ipc)$/i.test(path)
      ? { other: 'text' }
      : { kind: 'csv' }
}

/** The delimiter that the name promises. */
export function delimiterOf(path: string): number | undefined {
  if (/\.(?:tsv|tab)$/i.test(path)) return 9
  if (/\.psv$/i.test(path)) return 0x7c
  return /\.csv$/i.test(path) ? COMMA : undefined
}

/** Is the JSON text that begins so a table: a list of objects or lists, or columns? Else it is a document such as a configuration. */
export function isJsonTable(head: Uint8Array): boolean {
  const { encoding, mark } = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head.subarray(mark)).trimStart()
  return (
    /^\[\s*[[{]/.test(text) ||
    /^\{\s*"[^"\\]{1,200}"\s*:\s*(?:\[\s*[[{]|\{\s*"\d{1,15}"\s*:)/.test(text) ||
    isLines(text)
  )
}

const FOREIGN: readonly (readonly [string, string])[] = [
  ['version https://git-lfs.github.com/spec/', 'a pointer of Git LFS: the data itself is not here'],
  ['PK\x03\x04', 'a zip archive or an Excel workbook'],
  ['\x89HDF\r\n\x1a\n', 'HDF5'],
  ['SQLite format 3\0', 'a SQLite database'],
  ['FEA1', 'Feather of version 1'],
  ['Obj\x01', 'Avro'],
  ['ORC', 'ORC'],
  ['%PDF-', 'PDF'],
]

function looksLikeJson(text: string): boolean {
  return /^[[{]\s*(?:["[{\]}]|-?\d|true|false|null)/.test(text)
}

/** A line that is a whole value, and another one behind it. */
function isLines(text: string): boolean {
  const end = text.indexOf('\n')
  if (end < 0 || !isWhole(text.slice(0, end))) return false
  return /^\s*[[{]/.test(text.slice(end))
}

/** A document that goes over several lines: JSON Lines has whole values in each. */
function isOneDocument(text: string): boolean {
  const end = text.indexOf('\n')
  return end >= 0 && looksLikeJson(text) && !isWhole(text.slice(0, end)) && !/^\{\s*"/.test(text.slice(0, end))
    ? true
    : /^[[{]\s*\r?\n/.test(text)
}

function isWhole(line: string): boolean {
  const trimmed = line.trim()
  if (!/^[[{].*[\]}]$/.test(trimmed)) return false
  try {
    JSON.parse(trimmed)
    return true
  } catch {
    return false
  }
}
