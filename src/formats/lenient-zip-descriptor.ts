import type { ByteSource } from '../base/bytes.ts'
import type { CentralHeader, LocalHeader } from './lenient-zip-headers.ts'
import { DESCRIPTOR_FLAG, type ZipProblem } from './lenient-zip-types.ts'
import { bufferOf } from './source-part.ts'

const SIGNATURE = 0x08074b50

/**
 * Compares the data descriptor behind a member (APPNOTE 4.3.9) with the directory. Undefined when they agree, when the
 * member has none, or when it cannot be told from data (no signature and no agreement).
 */
export async function descriptorProblem(
  source: ByteSource,
  central: CentralHeader,
  local: LocalHeader,
): Promise<ZipProblem | undefined> {
  if ((local.flags & DESCRIPTOR_FLAG) === 0) return undefined
  const place = local.dataOffset + central.packedSize
  const bytes = bufferOf(await source.slice(place, 24))
  if (bytes.length >= 16 && bytes.readUInt32LE(0) === SIGNATURE) {
    if (bytes.readUInt32LE(4) === central.crc32 && sizesAgree(bytes, 8, central)) return undefined
    return told('the data descriptor behind it says other sizes or another CRC-32 than the directory', place, central)
  }
  if (bytes.length >= 12 && bytes.readUInt32LE(0) === central.crc32) return undefined
  return told('its flags promise a data descriptor behind the data, none is there', place, central)
}

/** In 32 bits each, or in 64. */
function sizesAgree(bytes: Buffer, at: number, { packedSize, size }: CentralHeader): boolean {
  if (bytes.readUInt32LE(at) === packedSize && bytes.readUInt32LE(at + 4) === size) return true
  if (bytes.length < at + 16) return false
  return bytes.readBigUInt64LE(at) === BigInt(packedSize) && bytes.readBigUInt64LE(at + 8) === BigInt(size)
}

function told(message: string, byte: number, { name }: CentralHeader): ZipProblem {
  return { code: 'descriptor-mismatch', message, byte, name }
}
