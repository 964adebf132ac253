import type { ByteSource } from '../../base/bytes.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { decoderFor } from '../../formats/compressed.ts'
import { type Compression, compressionsOf } from '../../formats/compression-kind.ts'
import type { Meter } from '../../formats/compressed-stream.ts'
import { asUtf8, encodingOf } from '../../formats/text-encoding.ts'
import { piecesOf } from '../../formats/source-part.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { SensitiveScanner } from '../sensitive/sensitive-scanner.ts'
import { lookAtArrow } from './arrow-table.ts'
import { Budget } from './budget.ts'
import { lookAtCsv } from './csv-table.ts'
import type { DatasetBudget, DatasetInspection, DatasetKind } from './dataset-inspection.ts'
import { identifyDataset } from './dataset-kind.ts'
import { lookAtJson } from './json-table.ts'
import { lookAtParquet } from './parquet-table.ts'
import { Table } from './table.ts'
import { WITHOUT_TEXT } from './without-text.ts'
import type { TableLook, TextStream } from './table-look.ts'

/** The worker is ended at `fileMilliseconds`; the inspection ends itself before, so that what it found is kept. */
const SHARE_OF_DEADLINE = 0.75
const PIECE_BYTES = 1024 * 1024
const HEAD_BYTES = 64 * 1024

/**
 * Looks for sensitive values in a dataset of any size, in flat memory: one result for each column and rule. The scanners see
 * the raw text in large pieces (of binary formats the strings of one column); only records that are hit or in the sample are taken apart.
 * Never throws for what the file holds: what was not understood or not looked at stands in `diagnostics` and `looked`. Throws
 * ExternalError when the file cannot be read.
 */
export async function inspectDataset(
  file: ScannedFile,
  scanners: readonly SensitiveScanner[],
  limit: DatasetBudget = {},
  clock: Clock = systemClock,
): Promise<DatasetInspection> {
  const milliseconds = limit.milliseconds ?? file.limits.fileMilliseconds * SHARE_OF_DEADLINE
  const budget = new Budget({ ...limit, milliseconds }, clock)
  const table = new Table(scanners, { role: 'data', path: file.path }, file.limits, budget)
  const opened = await open(file, budget)
  const identified = identifyDataset(opened.head, opened.path)
  if ('other' in identified) {
    table.problem({
      code: 'FORMAT_SHAPE',
      level: 'warning',
      text: `expected a table, found ${identified.other}`,
      incomplete: true,
    })
    return resultOf(file, table, undefined, { format: identified.other, rows: { count: 0, exact: false } })
  }
  const look = await lookAt(identified.kind, file, opened, table)
  return resultOf(
    file,
    table,
    identified.kind,
    opened.compression === undefined ? look : { ...look, format: `${look.format}, ${opened.compression}` },
  )
}

async function lookAt(kind: DatasetKind, file: ScannedFile, opened: Opened, table: Table): Promise<TableLook> {
  try {
    if (kind === 'csv' || kind === 'json' || kind === 'json-lines') {
      const text = textOf(opened, table)
      return kind === 'csv' ? await lookAtCsv(text, table) : await lookAtJson(text, kind, table)
    }
    if (opened.compression !== undefined) {
      table.problem({
        code: 'FORMAT_PARTIAL',
        level: 'warning',
        text: `a ${kind} inside ${opened.compression} is not looked at: unpack it first`,
        incomplete: true,
      })
      return { format: kind, rows: { count: 0, exact: false } }
    }
    return kind === 'parquet' ? await lookAtParquet(file.source, table) : await lookAtArrow(file.source, table)
  } catch (error) {
    table.failed(error)
    return { format: kind, rows: { count: 0, exact: false } }
  }
}

interface Opened {
  readonly compression: Compression | undefined
  /** Without the ending of the compression. */
  readonly path: string
  readonly head: Uint8Array
  readonly headIsAll: boolean
  /** As it is stored. */
  readonly size: number
  /** From the start; once. */
  readonly pieces: (table: Table) => AsyncIterable<Uint8Array>
}

/** Unpacks the head, if the file is packed. */
async function open(file: ScannedFile, budget: Budget): Promise<Opened> {
  const { source } = file
  const start = await source.slice(0, HEAD_BYTES)
  const compression = compressionsOf(start).find((kind) => STREAMS.has(kind))
  if (compression === undefined) {
    const pieces = (): AsyncIterable<Uint8Array> => counted(piecesOf(source, 0, source.size, PIECE_BYTES), budget)
    return {
      compression,
      path: file.path,
      size: source.size,
      head: start,
      headIsAll: source.size <= HEAD_BYTES,
      pieces,
    }
  }
  const head = await headOf(unpacked(source, compression, undefined, budget))
  return {
    compression,
    size: source.size,
    path: file.path.replace(/\.[A-Za-z0-9]{1,4}$/, ''),
    head,
    headIsAll: head.length < HEAD_BYTES,
    pieces: (table) => unpacked(source, compression, table, budget),
  }
}

/** What has a magic of its own; the rest is told by chance too often. */
const STREAMS: ReadonlySet<Compression> = new Set<Compression>(['gzip', 'zstd', 'bzip2', 'xz', 'lz4', 'lzip'])

async function* counted(pieces: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array, void, void> {
  for await (const piece of pieces) {
    budget.bytes += piece.length
    yield piece
  }
}

/** A bomb costs time only: nothing of what comes out is kept, and the budget ends it. */
async function* unpacked(
  source: ByteSource,
  compression: Compression,
  table: Table | undefined,
  budget: Budget,
): AsyncGenerator<Uint8Array, void, void> {
  const counting = budget.bytes
  const meter: Meter = {
    take: (_, __, packed) => {
      if (table !== undefined) budget.bytes = counting + packed
    },
  }
  const stream = decoderFor(compression, {})?.(source, { from: 0, to: source.size }, meter)
  if (stream === undefined) return
  for (;;) {
    const step = await stream.next()
    if (step.done !== true) {
      yield step.value
      continue
    }
    const { state, problems, end } = step.value
    const text =
      state === 'complete'
        ? problems.join('; ')
        : `${compression}: ${state} at byte ${end}; what stands in front was looked at`
    if (text !== '')
      table?.problem({ code: 'FORMAT_PARTIAL', level: 'warning', text, incomplete: state !== 'complete' })
    if (state === 'complete' && end < source.size)
      table?.problem({
        code: 'FORMAT_PARTIAL',
        level: 'warning',
        text: `${source.size - end} bytes behind the ${compression} stream were not looked at`,
        incomplete: true,
      })
    return
  }
}

async function headOf(pieces: AsyncGenerator<Uint8Array, void, void>): Promise<Uint8Array> {
  const head: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    head.push(piece)
    length += piece.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(head).subarray(0, HEAD_BYTES)
}

function textOf(opened: Opened, table: Table): TextStream {
  const { encoding, mark } = encodingOf(opened.head)
  const own = encoding === 'utf-8'
  const head = own
    ? opened.head.subarray(mark)
    : Buffer.from(new TextDecoder(encoding).decode(opened.head.subarray(mark)), 'utf8')
  return {
    pieces: asUtf8(opened.pieces(table), encoding, mark),
    head,
    headIsAll: opened.headIsAll,
    path: opened.path,
    offset: own && opened.compression === undefined ? mark : undefined,
    most: own && opened.compression === undefined ? opened.size : undefined,
  }
}

function resultOf(file: ScannedFile, table: Table, kind: DatasetKind | undefined, look: TableLook): DatasetInspection {
  const { format, rows, parts } = look
  const why = look.why === undefined ? undefined : `${look.why}: ${partOf(file, table, look)} were looked at`
  if (table.crossings > 0)
    table.problem({
      code: 'FORMAT_PARTIAL',
      level: 'note',
      text: `${table.crossings} matches began in one value and ended in another: they were not counted`,
    })
  if (why !== undefined) table.problem({ code: 'LIMIT_TIME', level: 'warning', text: why, incomplete: true })
  return {
    kind,
    format,
    rows,
    columns: table.reports(),
    looked: {
      complete: !table.incomplete,
      rows: rowsLooked(table, look),
      bytes: table.incomplete ? Math.min(file.size, table.budget.bytes) : file.size,
      ofBytes: file.size,
      ...(why === undefined ? {} : { why }),
    },
    diagnostics: table.diagnostics(file.path),
    ...(parts === undefined ? {} : { parts }),
  }
}

/** Columns without text do not count; one that is encrypted does. */
function rowsLooked(table: Table, { rows }: TableLook): number {
  let least = rows.count
  for (const { kind, skipped, rows: own } of table.columns())
    if (kind === 'column' && (skipped === undefined || !WITHOUT_TEXT.has(skipped))) least = Math.min(least, own)
  return least
}

/** `rows 1 to 1200 of about 4800`. */
function partOf(file: ScannedFile, table: Table, look: TableLook): string {
  const { count, exact } = look.rows
  if (exact) return `rows 1 to ${rowsLooked(table, look)} of ${count}`
  const share = Math.min(1, table.budget.bytes / Math.max(1, file.size))
  const about = share === 0 ? count : Math.max(count, Math.round(count / share / 10) * 10)
  return `rows 1 to ${count} of about ${about}`
}
