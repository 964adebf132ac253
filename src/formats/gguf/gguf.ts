import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { ByteCursor } from '../byte-cursor.ts'
import { type ForeignSignature, zipAtEnd } from '../foreign-signature.ts'
import type { GgufBreach } from './breach.ts'
import { checkLayout } from './layout.ts'
import { type GgufMetadata, readMetadata } from './metadata.ts'
import { type GgufDialect, LEGACY, type LegacyGgml } from './dialect.ts'
import { type GgufTensor, readTensors } from './tensors.ts'

/** A GGUF file as its header tells it. Tensor data is never read. */
export interface Gguf {
  readonly version: number
  readonly bigEndian: boolean
  /** In file order; a key that stands twice is here twice. Long arrays and strings are cut. */
  readonly metadata: readonly GgufMetadata[]
  readonly templates: readonly GgufTemplate[]
  readonly alignment: number
  readonly tensors: readonly GgufTensor[]
  /** Where tensor data begins; absent when the header could not be read to its end. */
  readonly dataStart?: number
  readonly alsoReadableAs: readonly ForeignSignature[]
  readonly breaches: readonly Anomaly<GgufBreach>[]
}

/** A chat template: Jinja source that the runtime renders with every prompt. */
export interface GgufTemplate {
  /** `default`, or the part behind `tokenizer.chat_template.`. */
  readonly name: string
  readonly text: string
  /** Of the first byte of the text. */
  readonly byte: number
}

/** Is it one of the formats before GGUF (ggml, ggmf, ggjt, ggla)? They have no metadata; only their kind is told. */
export function legacyGgml(head: Uint8Array): LegacyGgml | undefined {
  return head.length < 4 ? undefined : LEGACY.get(Buffer.from(head.subarray(0, 4)).toString('latin1'))
}

/**
 * Reads the header of a GGUF file, versions 1 to 3, both byte orders (ggml/docs/gguf.md). Counts are compared with the bytes
 * that are there before anything is looped over. Throws FormatError for another magic number or version; a header that
 * breaks off or lies keeps what was read and says so as a breach.
 */
export async function readGguf(source: ByteSource, limits: Limits): Promise<Gguf> {
  const cursor = new ByteCursor(source)
  const dialect = await readDialect(cursor)
  const log = anomalyLog<GgufBreach>()
  const header = { metadata: [] as GgufMetadata[], tensors: [] as GgufTensor[] }
  const complete = await untilBroken(log, async () => {
    const tensorCount = await count(cursor, dialect)
    const metadataCount = await count(cursor, dialect)
    await readMetadata(
      cursor,
      dialect,
      believable(metadataCount, dialect.wide ? 13 : 9, 'metadata', cursor, log),
      limits,
      header.metadata,
      log,
    )
    await readTensors(
      cursor,
      dialect,
      believable(tensorCount, dialect.wide ? 24 : 20, 'tensor', cursor, log),
      limits,
      header.tensors,
      log,
    )
  })
  const aligned = alignment(header.metadata, log)
  const dataStart = Math.ceil(cursor.at / aligned) * aligned
  if (complete) checkLayout(header.tensors, dataStart, source.size, aligned, log)
  const zip = await zipAtEnd(source)
  return {
    version: dialect.version,
    bigEndian: dialect.bigEndian,
    ...header,
    templates: header.metadata.flatMap(template),
    alignment: aligned,
    ...(complete ? { dataStart } : {}),
    alsoReadableAs: zip === undefined ? [] : [zip],
    breaches: log.list(),
  }
}

async function readDialect(cursor: ByteCursor): Promise<GgufDialect> {
  await cursor.need(8)
  const magic = Buffer.from(cursor.bytes(4)).toString('latin1')
  if (magic !== 'GGUF') {
    const legacy = LEGACY.get(magic)
    const found = legacy === undefined ? JSON.stringify(magic) : `the older format ${legacy}`
    throw new FormatError(legacy === undefined ? 'FORMAT_SHAPE' : 'FORMAT_VERSION', `expected GGUF, found ${found}`, {
      byte: 0,
    })
  }
  // Only the byte order that makes a small number of the version can be meant (llama.cpp looks at the low half).
  const little = cursor.u32()
  const bigEndian = (little & 0xffff) === 0
  const version = bigEndian ? little >>> 24 : little
  if (version < 1 || version > 3) {
    throw new FormatError('FORMAT_VERSION', `expected GGUF version 1 to 3, found ${little}`, { byte: 4 })
  }
  cursor.littleEndian = !bigEndian
  return { version, bigEndian, wide: version > 1 }
}

/** Runs a part of the reading; an end of input, a broken field or a limit ends it and is logged. True when nothing did. */
async function untilBroken(log: AnomalyLog<GgufBreach>, part: () => Promise<void>): Promise<boolean> {
  try {
    await part()
    return true
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : undefined
    log.add(
      error instanceof LimitError ? 'limit' : error.code === 'FORMAT_VERSION' ? 'unknown-value-type' : 'truncated',
      error.message,
      byte,
    )
    return false
  }
}

async function count(cursor: ByteCursor, dialect: GgufDialect): Promise<bigint> {
  await cursor.need(dialect.wide ? 8 : 4)
  return dialect.wide ? cursor.u64() : BigInt(cursor.u32())
}

/** A count cannot be larger than the bytes that are left hold at the smallest size of one entry (CVE-2024-21802 family). */
function believable(
  stated: bigint,
  smallest: number,
  what: string,
  cursor: ByteCursor,
  log: AnomalyLog<GgufBreach>,
): number {
  const most = Math.floor(cursor.left / smallest)
  if (stated <= BigInt(most)) return Number(stated)
  log.add('lying-count', `${stated} ${what} entries stated, ${cursor.left} bytes are left`, cursor.at)
  return most + 1
}

const DEFAULT_ALIGNMENT = 32

function alignment(metadata: readonly GgufMetadata[], log: AnomalyLog<GgufBreach>): number {
  const entry = metadata.find(({ key }) => key === 'general.alignment')
  if (entry === undefined) return DEFAULT_ALIGNMENT
  const { value } = entry
  const usable = typeof value === 'number' && value >= 1 && value <= 1 << 20 && (value & (value - 1)) === 0
  if (usable && entry.type === 'u32') return value
  log.add(
    'alignment',
    `general.alignment is ${entry.type} ${String(value).slice(0, 40)}, expected a u32 that is a power of two`,
    entry.byte,
  )
  return usable ? value : DEFAULT_ALIGNMENT
}

const TEMPLATE_KEY = 'tokenizer.chat_template'

function template({ key, value, valueByte }: GgufMetadata): readonly GgufTemplate[] {
  if (typeof value !== 'string' || !(key === TEMPLATE_KEY || key.startsWith(`${TEMPLATE_KEY}.`))) return []
  return [{ name: key === TEMPLATE_KEY ? 'default' : key.slice(TEMPLATE_KEY.length + 1), text: value, byte: valueByte }]
}
