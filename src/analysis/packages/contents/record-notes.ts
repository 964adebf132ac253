import { excerpt } from '../../../base/escape.ts'
import type { PackageNote } from '../artefact-facts.ts'
import { memberPath } from './member-path.ts'
import { type RecordRow, recordRows } from './record-rows.ts'

/** A file as far as RECORD speaks of it. */
export interface RecordedFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/**
 * Where the RECORD at `path` and the files differ: files it does not name, rows without a file, other digests and sizes, digests that say
 * nothing. `files` are those that the installer writes. pip does not compare them when it installs: what differs was changed after the wheel was built,
 * or by hand.
 */
export function recordNotes(
  path: string,
  bytes: Uint8Array,
  files: readonly RecordedFile[],
  isInstalled: boolean,
): readonly PackageNote[] {
  const known = new Map(files.map((file) => [file.path, file]))
  const named = new Set<string>()
  const notes: PackageNote[] = []
  for (const row of recordRows(bytes)) {
    const own = memberPath(row.path)
    if (named.has(own)) notes.push(unlisted('record-twice', own, 'RECORD names it twice'))
    named.add(own)
    notes.push(...rowNotes(row, own, known.get(own), path, isInstalled))
  }
  for (const file of files) {
    if (named.has(file.path) || isSignature(file.path, path)) continue
    // What the interpreter and the installer add later.
    if (isInstalled && (file.path.endsWith('.pyc') || !file.path.includes('/'))) continue
    notes.push(unlisted('record-unlisted', file.path, 'RECORD does not name it'))
  }
  return notes
}

function rowNotes(
  { hash, size, line }: RecordRow,
  path: string,
  file: RecordedFile | undefined,
  record: string,
  isInstalled: boolean,
): readonly PackageNote[] {
  if (isSignature(path, record)) return []
  if (file === undefined) {
    // Commands, headers and compiled modules of an installed package stand outside of what was handed over.
    if (isInstalled && (path.startsWith('..') || path.endsWith('.pyc'))) return []
    return [unlisted('record-missing-file', path, `RECORD names it in line ${line}, it is not there`)]
  }
  const notes: PackageNote[] = []
  const equals = hash.indexOf('=')
  const algorithm = hash.slice(0, Math.max(0, equals)).toLowerCase()
  const digest = hash.slice(equals + 1).replace(/=+$/, '')
  if (algorithm === '') {
    if (!isInstalled) notes.push(unlisted('record-no-digest', path, 'RECORD has no digest of it'))
  } else if (algorithm !== 'sha256') {
    const message = `RECORD has its digest by ${excerpt(algorithm, 40)}, which was not compared`
    notes.push(unlisted('record-algorithm', path, message))
  } else if (digest !== Buffer.from(file.sha256, 'hex').toString('base64url')) {
    notes.push(
      unlisted('record-digest', path, 'RECORD has another digest: the file is not the one the wheel was built with'),
    )
  }
  if (size !== '' && Number(size) !== file.size) {
    notes.push(unlisted('record-size', path, `RECORD says ${excerpt(size, 40)} bytes, it has ${file.size}`))
  }
  return notes
}

/** RECORD itself and its signatures cannot be in it with a digest (PEP 427). */
function isSignature(path: string, record: string): boolean {
  return path === record || path === `${record}.jws` || path === `${record}.p7s`
}

function unlisted(code: string, path: string, message: string): PackageNote {
  return { kind: 'unlisted', code, path, message }
}
