import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, anomalyLog } from '../anomaly.ts'
import { byteOffsets } from '../byte-offsets.ts'
import { type ForeignSignature, foreignStart, zipAtEnd } from '../foreign-signature.ts'
import { json } from '../json.ts'
import { decodeText } from '../text.ts'
import type { SafetensorsBreach } from './breach.ts'
import { headerReading, type SafetensorsTensor } from './header.ts'
import { checkLayout } from './layout.ts'

/** A safetensors file as its header tells it. Tensor data is never read. */
export interface Safetensors {
  /** Length of the JSON header as stated, which is also what was read. */
  readonly headerBytes: number
  /** Where tensor data begins. */
  readonly dataStart: number
  /** `__metadata__` in file order; a key that stands twice is here twice. */
  readonly metadata: readonly { readonly key: string; readonly value: string; readonly byte: number }[]
  readonly tensors: readonly SafetensorsTensor[]
  /** Other formats the same bytes can be opened as. */
  readonly alsoReadableAs: readonly ForeignSignature[]
  readonly breaches: readonly Anomaly<SafetensorsBreach>[]
}

/** The reference implementation refuses longer headers (MAX_HEADER_SIZE). */
export const REFERENCE_HEADER_BYTES = 100_000_000

const PREFIX_BYTES = 8

/**
 * Reads the header of a safetensors file (format description of the reference implementation 0.8): eight bytes of length,
 * JSON, data. Throws FormatError for what no reader can open (too short, length past the end, no JSON object) and
 * LimitError for a header longer than `limits.fileBytes` or nested too deep; everything else becomes a breach.
 */
export async function readSafetensors(source: ByteSource, limits: Limits): Promise<Safetensors> {
  const head = await source.slice(0, PREFIX_BYTES + 1)
  const headerBytes = statedLength(head, source.size, limits)
  const header = await source.slice(PREFIX_BYTES, headerBytes)
  const tree = json.parse(header, limits)
  if (tree.root.kind !== 'object')
    throw shape(`expected a JSON object as header, found ${tree.root.kind}`, PREFIX_BYTES)
  const log = anomalyLog<SafetensorsBreach>()
  if (headerBytes > REFERENCE_HEADER_BYTES) {
    log.add('header-over-limit', `header of ${headerBytes} bytes, readers accept ${REFERENCE_HEADER_BYTES}`, 0)
  }
  const dataStart = PREFIX_BYTES + headerBytes
  if (dataStart % 8 !== 0) log.add('unaligned', `data begins at byte ${dataStart}, not a multiple of 8`, dataStart)
  const { metadata, tensors } = headerReading(tree.root, bytePlaces(header), log)
  checkPadding(header, log.add)
  checkLayout(tensors, dataStart, source.size, log)
  const foreign = [foreignStart(head), await zipAtEnd(source)].filter((found) => found !== undefined)
  return { headerBytes, dataStart, metadata, tensors, alsoReadableAs: foreign, breaches: log.list() }
}

function statedLength(head: Uint8Array, size: number, limits: Limits): number {
  if (head.length < PREFIX_BYTES + 1) throw shape(`expected at least 9 bytes, found ${head.length}`, 0)
  const length = Buffer.from(head.buffer, head.byteOffset, head.byteLength).readBigUInt64LE(0)
  if (length > BigInt(size - PREFIX_BYTES)) {
    throw shape(`header length is ${length} bytes, the file has ${size - PREFIX_BYTES} behind it`, 0)
  }
  if (length > BigInt(limits.fileBytes)) {
    throw new LimitError('LIMIT_SIZE', `safetensors: header of ${length} bytes, the limit is ${limits.fileBytes}`, {
      byte: 0,
    })
  }
  if (head[PREFIX_BYTES] !== OPENING_BRACE) throw shape('expected `{` at the start of the header', PREFIX_BYTES)
  return Number(length)
}

const OPENING_BRACE = 0x7b

/** From an offset in the header text to a byte of the file. */
function bytePlaces(header: Uint8Array): (offset: number) => number {
  const places = byteOffsets(decodeText(header), header.length)
  return (offset) => PREFIX_BYTES + places(offset)
}

/** The specification allows blanks behind the object; serde_json takes any JSON white space, other readers do not. */
function checkPadding(header: Uint8Array, add: (kind: SafetensorsBreach, message: string, byte: number) => void): void {
  let end = header.length
  while (end > 0 && header[end - 1] === 0x20) end--
  if (header[end - 1] !== 0x7d)
    add('header-padding', 'expected `}` and blanks at the end of the header', PREFIX_BYTES + end - 1)
}

function shape(message: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `safetensors: ${message}`, { byte })
}
