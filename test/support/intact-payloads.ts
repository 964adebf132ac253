import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { SHELL } from './fuzz-samples.ts'
import { writeLz4 } from './lz4-writer.ts'
import { writeTar } from './tar-writer.ts'
import { npyFile, torchLegacy, torchTar, torchZip } from './torch-files.ts'
import { writeZip } from './zip-writer.ts'

/** A container with a call of the shell in it, and the bytes of it that some loader never looks at. */
export interface IntactPayload {
  readonly name: string
  readonly bytes: Buffer
  /** Half-open ranges. Whatever stands there, somebody loads the payload. */
  readonly ignored: readonly (readonly [from: number, to: number])[]
}

/** The payload in every container that the loaders of pickles open. */
export function intactPayloads(): readonly IntactPayload[] {
  const name = 'archive/data.pkl'
  const stored = writeZip([{ name, data: SHELL, method: 'stored' }])
  const deflated = writeZip([{ name, data: SHELL }])
  const gzip = gzipSync(SHELL)
  const zlib = deflateSync(SHELL)
  const tar = writeTar([{ name: 'pickle', data: SHELL }])
  return [
    { name: 'stored zip', bytes: stored, ignored: zipIgnored(stored, name) },
    { name: 'deflated zip', bytes: deflated, ignored: zipIgnored(deflated, name) },
    { name: 'torch zip', bytes: torchZip(SHELL), ignored: [] },
    // MTIME, XFL, OS (RFC 1952, 2.3); CRC32 and ISIZE, which stand behind all that was handed out.
    {
      name: 'gzip',
      bytes: gzip,
      ignored: [
        [4, 10],
        [gzip.length - 8, gzip.length],
      ],
    },
    { name: 'zlib', bytes: zlib, ignored: [[zlib.length - 4, zlib.length]] },
    // Mode, owner, time, names of owners; the sum is what lenient readers skip.
    {
      name: 'tar',
      bytes: tar,
      ignored: [
        [100, 124],
        [136, 148],
        [265, 329],
      ],
    },
    { name: 'LZ4 frame', bytes: writeLz4(SHELL, { stored: true }), ignored: [[6, 7]] },
    { name: 'array of objects', bytes: npyFile('|O', '(1,)', SHELL), ignored: [] },
    { name: 'legacy torch', bytes: torchLegacy(SHELL), ignored: [] },
    { name: 'oldest torch', bytes: torchTar(SHELL), ignored: [] },
    { name: 'zip in gzip in tar', bytes: writeTar([{ name: 'a.gz', data: gzipSync(stored) }]), ignored: [] },
    { name: 'plain', bytes: Buffer.from(SHELL), ignored: [] },
    { name: 'two disks of deflate', bytes: rawDeflateZip(), ignored: [] },
  ]
}

/** Versions, flags without the bit that encrypts, times, sums; in the directory also disk, attributes and comment (APPNOTE 4.3.7, 4.3.12). */
function zipIgnored(bytes: Buffer, name: string): IntactPayload['ignored'] {
  const directory = bytes.indexOf('PK\x01\x02')
  return [
    [4, 6],
    [7, 8],
    [10, 18],
    [directory + 4, directory + 8],
    [directory + 9, directory + 10],
    [directory + 12, directory + 20],
    [directory + 36, directory + 42],
    // The letters of the name in the directory: `torch.load` asks for `*/data.pkl`, zip readers for whatever is listed.
    [directory + 46, directory + 46 + name.indexOf('/')],
  ]
}

/** A local header that leaves sizes to the descriptor, which has no signature (APPNOTE 4.3.9.3). */
function rawDeflateZip(): Buffer {
  const whole = writeZip([{ name: 'data.pkl', data: SHELL, descriptor: true }])
  const packed = deflateRawSync(SHELL)
  const sum = crc32(SHELL)
  const at = whole.indexOf(packed) + packed.length
  const bare = Buffer.alloc(12)
  bare.writeUInt32LE(sum, 0)
  bare.writeUInt32LE(packed.length, 4)
  bare.writeUInt32LE(SHELL.length, 8)
  const directory = whole.subarray(at + 16)
  const moved = Buffer.from(directory)
  // The directory starts four bytes earlier.
  moved.writeUInt32LE(moved.readUInt32LE(moved.length - 6) - 4, moved.length - 6)
  return Buffer.concat([whole.subarray(0, at), bare, moved])
}
