import { excerpt } from '../base/escape.ts'
import { pathProblems } from './archive-path.ts'
import type { CentralHeader, LocalHeader } from './lenient-zip-headers.ts'
import {
  DESCRIPTOR_FLAG,
  ENCRYPTED_FLAGS,
  type ZipProblem,
  type ZipProblemCode,
  type ZipView,
} from './lenient-zip-types.ts'

/** Everything the directory entry and the local header of one member disagree about. */
export function compareHeaders(central: CentralHeader, local: LocalHeader): readonly ZipProblem[] {
  const behind = (local.flags & DESCRIPTOR_FLAG) !== 0
  const found: ZipProblem[] = []
  const tell = (code: ZipProblemCode, what: string, stated: unknown, there: unknown): void => {
    if (stated === there) return
    const message = `${what}: the directory says ${shown(stated)}, the local header ${shown(there)}`
    found.push({ code, message, byte: local.offset, name: central.name })
  }
  tell('name-mismatch', 'name', central.name, local.name)
  tell('method-mismatch', 'compression method', central.method, local.method)
  tell('flags-mismatch', 'encryption flags', central.flags & ENCRYPTED_FLAGS, local.flags & ENCRYPTED_FLAGS)
  // Zeros are right where the sizes stand behind the data; some writers set the flag and the sizes.
  if (!behind || local.packedSize !== 0) tell('size-mismatch', 'packed size', central.packedSize, local.packedSize)
  if (!behind || local.size !== 0) tell('size-mismatch', 'size', central.size, local.size)
  if (!behind || local.crc32 !== 0) tell('crc-mismatch', 'CRC-32', central.crc32, local.crc32)
  return found
}

/** What is wrong with one header on its own. */
export function viewProblems(view: ZipView, byte: number): readonly ZipProblem[] {
  const found: ZipProblem[] = []
  const tell = (code: ZipProblemCode, message: string): void => {
    found.push({ code, message, byte, name: view.name })
  }
  if ((view.flags & ENCRYPTED_FLAGS) !== 0)
    tell('encrypted', 'flagged as encrypted; loaders that ignore the flag read it')
  if (!READABLE_METHODS.has(view.method)) tell('method-unsupported', `compression method ${view.method}`)
  if (view.unicodeName !== undefined && view.unicodeName !== view.name) {
    tell('unicode-name', `another name in its Unicode path field: ${shown(view.unicodeName)}`)
  }
  for (const name of new Set([view.name, view.unicodeName ?? view.name])) {
    for (const problem of pathProblems(name)) tell('path', problem)
  }
  if (view.nameCut === true) tell('path', 'a name of more than 4096 bytes')
  if (view.size === UNRESOLVED || view.packedSize === UNRESOLVED)
    tell('zip64-lie', 'marked as zip64, but without the field')
  return found
}

/** Stored, deflate, and with a decoder bzip2, LZMA, zstd, xz (APPNOTE 4.4.5). */
const READABLE_METHODS: ReadonlySet<number> = new Set([0, 8, 12, 14, 93, 95])
const UNRESOLVED = 0xffffffff

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${excerpt(value, 120)}"` : String(value)
}
