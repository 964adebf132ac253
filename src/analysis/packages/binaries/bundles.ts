import type { BoundedReader } from '../../../formats/native/bounded-reader.ts'
import type { NativeFile } from '../../../formats/native/native-file.ts'

/** Another program inside of a program: what runs is not the code that a loader shows. */
export interface Bundle {
  /** `PyInstaller`, `Node.js (pkg)` … */
  readonly tool: string
  readonly evidence: string
}

interface Trailer {
  readonly tool: string
  readonly mark: string
}

/** What tools write near the end of what they build, where they find it again. */
const TRAILERS: readonly Trailer[] = [
  { tool: 'PyInstaller', mark: 'MEI\x0c\x0b\x0a\x0b\x0e' },
  { tool: 'Bun', mark: '\n---- Bun! ----\n' },
  { tool: 'Deno', mark: 'd3n0l4nd' },
  { tool: 'Node.js (nexe)', mark: '<nexe~~sentinel>' },
  { tool: 'AutoIt', mark: 'AU3!EA06' },
  { tool: 'Inno Setup', mark: 'zlb\x1a' },
  { tool: 'NSIS', mark: '\xef\xbe\xad\xdeNullsoftInst' },
]

/** Signatures of macOS and Windows may follow the trailer. */
const TAIL_BYTES = 512 * 1024
const HEAD_OF_OVERLAY = 4096

/** Strings that programs of these tools have, each as a string of its own. */
export const BUNDLE_WORDS: ReadonlyMap<string, string> = new Map([
  ['NUITKA_ONEFILE_PARENT', 'Nuitka'],
  ['NUITKA_ONEFILE_BINARY', 'Nuitka'],
  ['__nuitka_binary_dir', 'Nuitka'],
  ['PAYLOAD_POSITION', 'Node.js (pkg)'],
  ['pkg/prelude/bootstrap.js', 'Node.js (pkg)'],
  ['_PYI_ARCHIVE_FILE', 'PyInstaller'],
  ['_PYI_APPLICATION_HOME_DIR', 'PyInstaller'],
  ['NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1', 'Node.js (single executable)'],
  ['PYTHONSCRIPT', 'py2exe'],
])

/** The bundle that a trailer shows; undefined for an ordinary program. Reads the end of the file and the head of what hangs behind it. */
export async function bundleOf(reader: BoundedReader, native: NativeFile): Promise<Bundle | undefined> {
  const tail = await latin1(reader, Math.max(0, reader.size - TAIL_BYTES), TAIL_BYTES)
  const overlay = native.overlay
  const head = overlay === undefined ? '' : await latin1(reader, overlay.offset, HEAD_OF_OVERLAY)
  for (const { tool, mark } of TRAILERS) {
    // Programs that build such programs have the mark among their strings; behind the last section it is the trailer itself.
    const at = tail.lastIndexOf(mark)
    const place = at === -1 ? -1 : Math.max(0, reader.size - TAIL_BYTES) + at
    const isBehind = place !== -1 && isOutsideSections(native, place)
    if (isBehind || head.includes(mark)) return { tool, evidence: `the mark of ${tool} behind the program` }
  }
  if (/^KA[XY]/.test(head)) return { tool: 'Nuitka', evidence: 'the payload of Nuitka behind the program' }
  return undefined
}

/** Sections of Bun and Deno on macOS and of PyInstaller on Linux hold the bundle: they are named, and nothing else is in them. */
function isOutsideSections({ sections, overlay }: NativeFile, place: number): boolean {
  if (overlay !== undefined && place >= overlay.offset) return true
  const inside = sections.find(({ offset, size }) => place >= offset && place < offset + size)
  return inside !== undefined && /^(?:pydata|__BUN,|\.bun|__BUN|d3n0l4nd)/.test(inside.name)
}

async function latin1(reader: BoundedReader, offset: number, length: number): Promise<string> {
  const bytes = await reader.upTo(offset, length)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
