import type { ByteSource } from '../../base/bytes.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { lookAtArchive } from './look-at-archive.ts'
import { type Bytes, lookAtBytes } from './look-at-bytes.ts'
import { lookAtNotebook } from './look-at-notebook.ts'
import type { SensitiveScanner, TextRole } from './sensitive-scanner.ts'
import type { Witness } from './sighting.ts'
import { textRole } from './text-role.ts'

/** How much of a file says what it is; a header of tar has 512 bytes. */
const HEAD_BYTES = 512

/** Of a file that is no text, this much is looked through; a program or a picture that is larger carries data. */
const BINARY_BYTES = 256 * 1024 * 1024

/** Weights as numbers: text stands in front of them, in the header. */
const WEIGHTS = /\.(?:safetensors|gguf|ggml|bin|npy|h5|hdf5|onnx|pb|tflite|pdiparams|params)$/

/** And of those this much is: the largest header of safetensors, with its 100 MB limit, is below. */
const WEIGHTS_BYTES = 32 * 1024 * 1024

interface Looking {
  readonly scanners: readonly SensitiveScanner[]
  readonly witness: Witness
  readonly file: ScannedFile
}

/** Looks through one file with everything it holds: notebooks cell by cell, archives member by member, the rest as bytes. */
export async function lookAtFile(
  file: ScannedFile,
  scanners: readonly SensitiveScanner[],
  witness: Witness,
): Promise<void> {
  const looking: Looking = { scanners, witness, file }
  const head = await file.source.slice(0, HEAD_BYTES)
  if (!isArchive(head)) return lookAtPart(file.source, { name: file.path, inside: '', head }, looking)
  await lookAtArchive(
    file.source,
    file.limits,
    async ({ name, source }) => {
      const ownName = COMPRESSIONS.has(name) ? file.path.replace(/\.[^./]{1,8}$/, '') : name
      const inside = COMPRESSIONS.has(name) ? 'in what is packed' : `in ${name}`
      await lookAtPart(source, { name: ownName, inside, head: await source.slice(0, HEAD_BYTES) }, looking)
    },
    witness,
  )
}

/** What an unpacked stream is called when it has no name of its own. */
const COMPRESSIONS: ReadonlySet<string> = new Set(['gzip', 'bzip2', 'xz', 'zstd', 'lz4', 'lzip', 'lzma', 'zlib'])

interface PartName {
  readonly name: string
  readonly inside: string
  readonly head: Uint8Array
}

async function lookAtPart(source: ByteSource, { name, inside, head }: PartName, looking: Looking): Promise<void> {
  const { scanners, witness, file } = looking
  if (/\.ipynb$/i.test(name) && source.size <= file.limits.fileBytes) {
    if (lookAtNotebook(await source.slice(0, source.size), file.path, inside, scanners, witness)) return
  }
  const role: TextRole = isBinary(head) ? 'binary' : textRole(name)
  const to = role === 'binary' ? Math.min(source.size, binaryBytes(name)) : source.size
  const path = inside === '' ? file.path : `${file.path}/${name}`
  const bytes: Bytes = { source, from: 0, to, context: { role, path }, inside, path: file.path }
  await lookAtBytes(bytes, scanners, witness)
  if (to < source.size && !WEIGHTS.test(name)) {
    witness.miss(`only the first ${to} of ${source.size} bytes${inside === '' ? '' : ` ${inside}`} were looked through`)
  }
}

function binaryBytes(name: string): number {
  return WEIGHTS.test(name) ? WEIGHTS_BYTES : BINARY_BYTES
}

/** A zero byte in the first bytes, unless it is UTF-16 with its mark. */
function isBinary(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false
  return head.includes(0)
}

const MAGICS: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b, 0x08],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x04, 0x22, 0x4d, 0x18],
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0x4c, 0x5a, 0x49, 0x50],
]

/** By its first bytes; of a tar archive the magic of POSIX, which everything writes since 1988. */
function isArchive(head: Uint8Array): boolean {
  if (MAGICS.some((magic) => magic.every((byte, index) => head[index] === byte))) return true
  return head.length >= 262 && USTAR.every((byte, index) => head[257 + index] === byte)
}

const USTAR = [...Buffer.from('ustar')]
