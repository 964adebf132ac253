import { applyEdits } from '../analysis/fixes/text-edit.ts'
import type { FileChange } from '../analysis/fixes/fix-plan.ts'

/** A text file that is to be changed byte for byte, and how its bytes are made. */
export interface SourceText {
  readonly path: string
  readonly bytes: Uint8Array
  readonly text: string
  encode(text: string): Uint8Array
}

/** A file before and after. */
export interface EditableText extends FileChange {
  readonly before: SourceText
  readonly text: string
  readonly bytes: Uint8Array
}

/**
 * Reads bytes so that editing them gives back every byte that was not edited: UTF-8 with and without a byte order mark,
 * UTF-16 little endian with one (PowerShell's `>`). Undefined for everything else.
 */
export function sourceText(path: string, bytes: Uint8Array): SourceText | undefined {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const label = utf16 ? 'utf-16le' : 'utf-8'
  const mark = utf16 ? 2 : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const head = bytes.subarray(0, mark)
  const encode = (text: string): Uint8Array =>
    Buffer.concat([head, utf16 ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf8')])
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(mark))
    return Buffer.compare(encode(text), bytes) === 0 ? { path, bytes, text, encode } : undefined
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return undefined
  }
}

/** The file of a change, before and after; undefined when nothing is known of it. */
export function editableText(change: FileChange, texts: ReadonlyMap<string, SourceText>): EditableText | undefined {
  const before = texts.get(change.path) ?? (change.isNew ? sourceText(change.path, new Uint8Array()) : undefined)
  if (before === undefined) return undefined
  const text = applyEdits(before.text, change.edits)
  return { ...change, before, text, bytes: before.encode(text) }
}
