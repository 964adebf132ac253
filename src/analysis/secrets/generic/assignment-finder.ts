import type { ScanContext } from '../../sensitive/sensitive-scanner.ts'
import { latin1 } from '../engine/bytes-at.ts'
import type { Finder, Found, WordPlace } from '../engine/finder.ts'
import { type Assignment, readAssignment } from './assignment.ts'
import { barFor, believedIn, isSilent } from './circumstances.ts'
import { connectionHost } from './connection-string.ts'
import { CONNECTION_STRING, GENERIC_ASSIGNMENT, GENERIC_PASSWORD } from './generic-rules.ts'
import { isPassword, isRandomKey } from './plausible-value.ts'
import { type NameKind, nameKind, SECRET_WORDS } from './secret-name.ts'
import { LONGEST_VALUE } from './written-value.ts'

/** Values assigned to names such as `API_KEY`, `clientSecret`, `password`, in whatever notation. */
export const assignmentFinder: Finder = {
  rules: [GENERIC_ASSIGNMENT, GENERIC_PASSWORD, CONNECTION_STRING],
  words: SECRET_WORDS,
  reach: 1024,
  find: (place) => {
    const assignment = readAssignment(place.bytes, place.start, place.end)
    return assignment === undefined ? undefined : judge(assignment, place)
  },
  findLabelled: (bytes, context) => {
    const kind = nameKind(context.label ?? '')
    return kind === undefined ? [] : linesOf(bytes).flatMap((line) => labelled(kind, line, context) ?? [])
  },
}

interface Line {
  readonly text: string
  readonly start: number
}

/** Lines that are short enough for a value. */
function linesOf(bytes: Uint8Array): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < bytes.length;) {
    const next = bytes.indexOf(LINE_FEED, start)
    const end = next < 0 ? bytes.length : next
    if (end - start <= LONGEST_VALUE) lines.push({ text: latin1(bytes, start, end).trim(), start })
    start = end + 1
  }
  return lines
}

const LINE_FEED = 10

/** A value that nothing but its label names: the column of a table, the key of an object. */
function labelled(kind: NameKind, { text, start }: Line, context: ScanContext): Found | undefined {
  const isPlausible = kind === 'password' ? isPassword(text) : isRandomKey(text, barFor(context))
  if (!isPlausible) return undefined
  return {
    rule: kind === 'password' ? GENERIC_PASSWORD : GENERIC_ASSIGNMENT,
    start,
    end: start + text.length,
    value: text,
    confidence: believedIn(context, 'medium', ['its label is a name for a secret']),
    says: [],
  }
}

function judge(assignment: Assignment, place: WordPlace): Found | undefined {
  const kind = nameKind(assignment.name)
  if (kind === undefined || isSilent(place.context)) return undefined
  if (kind === 'password') return passwordIn(assignment, place)
  // Links to documents carry digests and passes of their own; only what is surely random counts there.
  const bar = assignment.isParameter ? 'high' : barFor(place.context)
  if (!isWritten(assignment, place) || !isRandomKey(assignment.value.text, bar)) return undefined
  return found(GENERIC_ASSIGNMENT, assignment, place, 'is random and assigned to a name for a secret')
}

function passwordIn(assignment: Assignment, place: WordPlace): Found | undefined {
  const { value } = assignment
  const host = connectionHost(place.bytes, value)
  if (host === 'local') return undefined
  if (host === 'remote')
    return found(CONNECTION_STRING, assignment, place, 'stands in a connection string beside host and user')
  // A password in a test or an example opens a test or an example.
  if (barFor(place.context) === 'high' || !isWritten(assignment, place) || !isPassword(value.text)) return undefined
  return found(GENERIC_PASSWORD, assignment, place, 'is chosen like a password and assigned to a name for one')
}

/** In source code a word without quotes is a name; only inside of strings (`?token=…`, `Key=…;`) it is a value. */
function isWritten({ value, sign, isTight }: Assignment, { context }: WordPlace): boolean {
  if (value.isQuoted) return true
  if (sign === 'comma') return false
  return context.role !== 'source' || (isTight && (sign === 'equals' || sign === 'element'))
}

function found(rule: Found['rule'], { value }: Assignment, { context }: WordPlace, reason: string): Found {
  return {
    rule,
    start: value.start,
    end: value.end,
    value: value.text,
    confidence: believedIn(context, 'medium', [reason]),
    says: [],
  }
}
