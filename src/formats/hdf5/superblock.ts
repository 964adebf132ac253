import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { Fields } from './fields.ts'
import { type Hdf5File, hdf5File } from './file.ts'

const SIGNATURE = '\u0089HDF\r\n\u001a\n'

/** Longest superblock: version 1 with offsets of eight bytes. */
const SUPERBLOCK_BYTES = 128

/**
 * Finds and reads the superblock, versions 0 to 3 (HDF5 file format specification, II.A): at byte 0, or behind a user block at
 * 512, 1024, 2048 … Throws FormatError when there is none or its version or number widths are not known.
 */
export async function readSuperblock(
  source: ByteSource,
  limits: Limits,
): Promise<{ file: Hdf5File; version: number; root: bigint; start: number }> {
  for (let start = 0; start < source.size; start = start === 0 ? 512 : start * 2) {
    const bytes = await source.slice(start, Math.min(SUPERBLOCK_BYTES, source.size - start))
    if (Buffer.from(bytes.subarray(0, 8)).toString('latin1') === SIGNATURE) return parse(source, limits, bytes, start)
  }
  throw new FormatError('FORMAT_SHAPE', 'expected an HDF5 superblock, found none', { byte: 0 })
}

function parse(
  source: ByteSource,
  limits: Limits,
  bytes: Uint8Array,
  start: number,
): { file: Hdf5File; version: number; root: bigint; start: number } {
  const version = bytes[8] ?? 255
  if (version > 3)
    throw new FormatError('FORMAT_VERSION', `expected HDF5 superblock version 0 to 3, found ${version}`, {
      byte: start + 8,
    })
  const [offsetBytes = 0, lengthBytes = 0] = version < 2 ? bytes.subarray(13, 15) : bytes.subarray(9, 11)
  for (const width of [offsetBytes, lengthBytes]) {
    if (![2, 4, 8].includes(width))
      throw new FormatError('FORMAT_VERSION', `expected HDF5 numbers of 2, 4 or 8 bytes, found ${width}`, {
        byte: start + 9,
      })
  }
  const fields = new Fields(bytes, start, offsetBytes, lengthBytes)
  fields.skip(version === 0 ? 24 : version === 1 ? 28 : 12)
  // The library takes the place of the superblock for the base, whatever the field says: bytes may be put in front of a file.
  const stated = fields.offset()
  const file = hdf5File(source, limits, start, offsetBytes, lengthBytes)
  if (stated !== BigInt(start))
    file.log.add('user-block', `base address ${stated} in a superblock at byte ${start}`, start)
  fields.skip(offsetBytes)
  fields.offset()
  // Versions 0 and 1: driver information, then the entry of the root group, which begins with the offset of its (empty) name.
  if (version < 2) fields.skip(2 * offsetBytes)
  return { file, version, root: fields.offset(), start }
}
