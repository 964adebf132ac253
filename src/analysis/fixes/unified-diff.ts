import { inOrder, type TextEdit } from './text-edit.ts'

/** Lines of context around a change, as `diff -u` has them. */
const CONTEXT = 3

/** One line of a diff with its mark: ` `, `-`, `+`, `@` for the head of a hunk, `=` for the head of a file. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+' | '@' | '='
  /** With its own line ending, if it has one; heads without. */
  readonly text: string
}

/**
 * The edits of one file as `diff -u` and git write them, from the edits themselves: linear, and never more than they change.
 * A file that is not there before (`isNew`) comes from `/dev/null`.
 */
export function unifiedDiff(
  path: string,
  before: string,
  edits: readonly TextEdit[],
  isNew: boolean | undefined = false,
): readonly DiffLine[] {
  const lines = linesOf(before)
  const changes = changesOf(before, lines, edits)
  const hunks: DiffLine[] = []
  let shift = 0
  for (const group of grouped(changes, lines.length)) {
    const { text, grown } = hunk(group, lines, shift)
    for (const line of text) hunks.push(line)
    shift += grown
  }
  if (hunks.length === 0) return []
  return [
    { mark: '=', text: `--- ${isNew ? '/dev/null' : quoted(`a/${path}`)}` },
    { mark: '=', text: `+++ ${quoted(`b/${path}`)}` },
    ...hunks,
  ]
}

/** The diff as bytes for `patch` and `git apply`. */
export function diffText(lines: readonly DiffLine[]): string {
  return lines
    .map(({ mark, text }) => {
      if (mark === '=' || mark === '@') return `${text}\n`
      return text.endsWith('\n') ? mark + text : `${mark}${text}\n\\ No newline at end of file\n`
    })
    .join('')
}

interface Line {
  readonly start: number
  readonly text: string
}

/** Lines `[from, to)` become `after`. */
interface Change {
  readonly from: number
  readonly to: number
  readonly after: readonly string[]
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    lines.push({ start, text: text.slice(start, end) })
    start = end
  }
  return lines
}

function changesOf(before: string, lines: readonly Line[], edits: readonly TextEdit[]): readonly Change[] {
  const changes: Change[] = []
  let pending: { from: number; to: number; edits: TextEdit[] } | undefined
  let line = 0
  const flush = (): void => {
    if (pending !== undefined) changes.push(changeOf(before, lines, pending))
  }
  for (const edit of inOrder(edits)) {
    while (line < lines.length && endOf(lines[line]) <= edit.start) line++
    const isInsertedLine =
      edit.start === edit.end && edit.start === (lines[line]?.start ?? before.length) && edit.text.endsWith('\n')
    let to = isInsertedLine ? line : Math.min(line + 1, lines.length)
    while (to < lines.length && endOf(lines[to - 1]) < edit.end) to++
    // Text put behind a last line without a line ending changes that line.
    const from = line === lines.length && line > 0 && !before.endsWith('\n') ? line - 1 : line
    if (pending !== undefined && from < pending.to) {
      pending.to = Math.max(pending.to, to)
      pending.edits.push(edit)
    } else {
      flush()
      pending = { from, to: Math.max(to, from), edits: [edit] }
    }
  }
  flush()
  return changes
}

function endOf(line: Line | undefined): number {
  return line === undefined ? 0 : line.start + line.text.length
}

function changeOf(
  before: string,
  lines: readonly Line[],
  { from, to, edits }: { from: number; to: number; edits: readonly TextEdit[] },
): Change {
  let at = lines[from]?.start ?? before.length
  const end = to > from ? endOf(lines[to - 1]) : at
  const pieces: string[] = []
  for (const edit of edits) {
    pieces.push(before.slice(at, edit.start), edit.text)
    at = edit.end
  }
  const after = [...pieces, before.slice(at, Math.max(end, at))].join('')
  return trimmed({ from, to, after: linesOf(after).map(({ text }) => text) }, lines)
}

/** Lines that are the same on both sides are no change: an entry put in front of another leaves that one as it is. */
function trimmed({ from, to, after }: Change, lines: readonly Line[]): Change {
  const shorter = Math.min(to - from, after.length)
  let head = 0
  while (head < shorter && lines[from + head]?.text === after[head]) head++
  let tail = 0
  while (tail < shorter - head && lines[to - 1 - tail]?.text === after[after.length - 1 - tail]) tail++
  return { from: from + head, to: to - tail, after: after.slice(head, after.length - tail) }
}

/** Changes whose contexts touch share a hunk. */
function grouped(changes: readonly Change[], count: number): readonly (readonly Change[])[] {
  const groups: Change[][] = []
  for (const change of changes) {
    const last = groups.at(-1)
    const near = (last?.at(-1)?.to ?? -Infinity) + 2 * CONTEXT >= Math.min(change.from, count)
    if (last !== undefined && near) last.push(change)
    else groups.push([change])
  }
  return groups
}

function hunk(
  changes: readonly Change[],
  lines: readonly Line[],
  shift: number,
): { readonly text: readonly DiffLine[]; readonly grown: number } {
  const from = Math.max(0, (changes[0]?.from ?? 0) - CONTEXT)
  const to = Math.min(lines.length, (changes.at(-1)?.to ?? 0) + CONTEXT)
  const body: DiffLine[] = []
  const same = (a: number, b: number): void => {
    for (const { text } of lines.slice(a, b)) body.push({ mark: ' ', text })
  }
  let at = from
  for (const change of changes) {
    same(at, change.from)
    for (const { text } of lines.slice(change.from, change.to)) body.push({ mark: '-', text })
    for (const text of change.after) body.push({ mark: '+', text })
    at = change.to
  }
  same(at, to)
  const grown = changes.reduce((sum, { from: a, to: b, after }) => sum + after.length - (b - a), 0)
  const old = to - from
  const head = `@@ -${range(from, old)} +${range(from + shift, old + grown)} @@`
  return { text: [{ mark: '@', text: head }, ...body], grown }
}

/** An empty side counts from the line before it. */
function range(from: number, count: number): string {
  const start = count === 0 ? from : from + 1
  return count === 1 ? `${start}` : `${start},${count}`
}

/** As git quotes names: only those that need it. */
function quoted(path: string): string {
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u001f"\\\u007f]/.test(path) ? JSON.stringify(path) : path
}
