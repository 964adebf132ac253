import { FormatError } from '../../base/errors.ts'
import type { MarshalCode } from './marshal-value.ts'
import { readMarshal } from './marshal.ts'
import { type PythonMagic, pythonMagic } from './python-magic.ts'

/** A compiled Python file: its header and the module in it. */
export interface PycFile {
  readonly python: PythonMagic
  /** How Python decides whether it still fits its source: by time, by hash, or not at all (PEP 552, unchecked hash). */
  readonly validity: 'time' | 'checked-hash' | 'unchecked-hash'
  /** Of the source, modulo 2^32; absent where the header has none. */
  readonly sourceSize?: number
  /** Seconds since 1970; absent with a hash. */
  readonly sourceTime?: number
  /** Eight bytes in hexadecimal; absent without one. */
  readonly sourceHash?: string
  readonly module: MarshalCode
  /** Bytes behind the module, which Python does not read. */
  readonly overlayBytes: number
}

/**
 * Reads a compiled file of CPython 2.3 to 3.15. Throws FORMAT_VERSION for another magic number, FORMAT_SHAPE when the header or the values
 * are not as Python writes them or the value is not a module, and LimitError as `readMarshal`.
 */
export function readPyc(bytes: Uint8Array): PycFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || bytes[2] !== 0x0d || bytes[3] !== 0x0a)
    throw new FormatError('FORMAT_SHAPE', 'expected a magic number that ends with 0d 0a', { byte: 0 })
  const magic = view.getUint16(0, true)
  // 2.x counts with -U one higher.
  const python = pythonMagic(magic)
  if (python === undefined)
    throw new FormatError('FORMAT_VERSION', `expected the magic number of a CPython from 2.3 on, found ${magic}`, {
      byte: 0,
    })
  if (bytes.length < python.headerBytes)
    throw new FormatError('FORMAT_SHAPE', `expected a header of ${python.headerBytes} bytes, found ${bytes.length}`, {
      byte: 0,
    })
  const { value, end } = readMarshal(bytes, python.headerBytes, python.layout)
  if (value.kind !== 'code')
    throw new FormatError('FORMAT_SHAPE', `expected a module, found a value of kind ${value.kind}`, {
      byte: python.headerBytes,
    })
  return { python, ...readHeader(view, python), module: value, overlayBytes: bytes.length - end }
}

function readHeader(
  view: DataView,
  { headerBytes }: PythonMagic,
): Pick<PycFile, 'validity' | 'sourceSize' | 'sourceTime' | 'sourceHash'> {
  if (headerBytes === 8) return { validity: 'time', sourceTime: view.getUint32(4, true) }
  if (headerBytes === 12)
    return { validity: 'time', sourceTime: view.getUint32(4, true), sourceSize: view.getUint32(8, true) }
  const flags = view.getUint32(4, true)
  if ((flags & 1) === 0)
    return { validity: 'time', sourceTime: view.getUint32(8, true), sourceSize: view.getUint32(12, true) }
  return {
    validity: (flags & 2) === 0 ? 'unchecked-hash' : 'checked-hash',
    sourceHash: Buffer.from(view.buffer, view.byteOffset + 8, 8).toString('hex'),
  }
}
