import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { THRIFT, ThriftReader } from './thrift.ts'

/** What stands in front of a page (parquet.thrift, PageHeader). */
export interface PageHeader {
  readonly kind: 'data' | 'data v2' | 'dictionary' | 'other'
  /** Of the body. */
  readonly offset: number
  readonly packed: number
  readonly unpacked: number
  /** With nulls. */
  readonly values: number
  readonly encoding: number
  /** How the levels of version 1 are written. */
  readonly levels: { readonly definition: number; readonly repetition: number }
  readonly v2?: {
    readonly rows: number
    readonly nulls: number
    readonly definitionBytes: number
    readonly repetitionBytes: number
    readonly compressed: boolean
  }
}

/** Minimum and maximum of long strings stand in it: pyarrow bounds them, old writers do not. */
const WINDOWS = [1024, 64 * 1024, 16 * 1024 * 1024] as const
const KINDS = ['data', 'other', 'dictionary', 'data v2'] as const

/** The header of the page at `at`. Throws FORMAT_SHAPE when there is none, or one whose numbers cannot be. */
export async function readPageHeader(source: ByteSource, at: number, end: number): Promise<PageHeader> {
  for (const window of WINDOWS) {
    const bytes = await source.slice(at, Math.min(window, end - at))
    try {
      return checked(parse(bytes, at), end)
    } catch (error) {
      // It may go on behind the window.
      if (!(error instanceof FormatError) || bytes.length < window || window === WINDOWS.at(-1)) throw error
    }
  }
  throw new FormatError('FORMAT_SHAPE', 'expected the header of a page', { byte: at })
}

function parse(bytes: Uint8Array, at: number): PageHeader {
  const thrift = new ThriftReader(bytes, 0, at)
  const head = { type: -1, packed: -1, unpacked: -1 }
  const page = {
    values: 0,
    encoding: 0,
    definition: 3,
    repetition: 3,
    rows: 0,
    nulls: 0,
    definitionBytes: 0,
    repetitionBytes: 0,
    compressed: true,
  }
  thrift.struct((id, type) => {
    if (type === THRIFT.struct && (id === 5 || id === 7 || id === 8)) {
      thrift.struct((member, memberType) => readMember(thrift, id, member, memberType, page))
      return true
    }
    if (type !== THRIFT.i32) return false
    if (id === 1) head.type = thrift.int()
    else if (id === 2) head.unpacked = thrift.int()
    else if (id === 3) head.packed = thrift.int()
    else return false
    return true
  })
  const { values, encoding, definition, repetition, rows, nulls, definitionBytes, repetitionBytes, compressed } = page
  const kind = KINDS[head.type] ?? 'other'
  return {
    kind,
    offset: at + thrift.at,
    packed: head.packed,
    unpacked: head.unpacked,
    values,
    encoding,
    levels: { definition, repetition },
    ...(kind === 'data v2' ? { v2: { rows, nulls, definitionBytes, repetitionBytes, compressed } } : {}),
  }
}

interface PageDraft {
  values: number
  encoding: number
  definition: number
  repetition: number
  rows: number
  nulls: number
  definitionBytes: number
  repetitionBytes: number
  compressed: boolean
}

/** DataPageHeader (5), DictionaryPageHeader (7) and DataPageHeaderV2 (8) share the first number. */
function readMember(thrift: ThriftReader, header: number, member: number, type: number, page: PageDraft): boolean {
  if (header === 8 && member === 7) {
    page.compressed = type === THRIFT.true
    return false
  }
  if (type !== THRIFT.i32) return false
  if (member === 1) page.values = thrift.int()
  else if (header === 8 && member === 2) page.nulls = thrift.int()
  else if (header === 8 && member === 3) page.rows = thrift.int()
  else if (header === 8 && member === 4) page.encoding = thrift.int()
  else if (header === 8 && member === 5) page.definitionBytes = thrift.int()
  else if (header === 8 && member === 6) page.repetitionBytes = thrift.int()
  else if (member === 2) page.encoding = thrift.int()
  else if (header === 5 && member === 3) page.definition = thrift.int()
  else if (header === 5 && member === 4) page.repetition = thrift.int()
  else return false
  return true
}

function checked(page: PageHeader, end: number): PageHeader {
  const { offset, packed, unpacked, values, v2 } = page
  if (packed < 0 || unpacked < 0 || values < 0 || offset + packed > end)
    throw new FormatError('FORMAT_SHAPE', `expected a page inside its column, found one of ${packed} bytes`, {
      byte: offset,
    })
  if (v2 === undefined) return page
  const levels = v2.definitionBytes + v2.repetitionBytes
  if (
    v2.definitionBytes < 0 ||
    v2.repetitionBytes < 0 ||
    levels > packed ||
    levels > unpacked ||
    v2.rows < 0 ||
    v2.nulls < 0 ||
    v2.nulls > values
  )
    throw new FormatError('FORMAT_SHAPE', `expected levels inside the page, found ${levels} bytes in ${packed}`, {
      byte: offset,
    })
  return page
}
