import { FormatError, LimitError, UsageError } from '../base/errors.ts'
import { compareText } from '../base/compare.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { json } from '../formats/json.ts'
import { get, items, string, type Tree, type TreeValue } from '../formats/tree.ts'
import type { Finding } from '../model/finding.ts'
import type { Baseline, BaselineEntry } from '../model/policy.ts'
import { pathsOf } from './facts.ts'
import { type RecordShape, text } from './shape.ts'
import { checkShape } from './shape-check.ts'

/** The baseline of these findings: sorted, each fingerprint once. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const entries = new Map(findings.map((finding) => [finding.fingerprint, baselineEntry(finding)]))
  return { entries: [...entries.values()].sort(compareEntries) }
}

/**
 * The text of a baseline file: JSON, one entry to a line, sorted and without a date, so that two runs over the same
 * findings give the same bytes and a review shows what came and went.
 */
export function renderBaseline(baseline: Baseline): string {
  const lines = baseline.entries.map((entry) => `    ${JSON.stringify(entry)}`)
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `{\n  "schemaVersion": 1,\n  "kind": "assay-baseline",\n  "entries": ${list}\n}\n`
}

/** Reads a baseline file. Throws UsageError USAGE_BASELINE with the place of the first mistake; `path` is its name there. */
export function parseBaseline(bytes: Uint8Array, path: string): Baseline {
  const tree = parseTree(bytes, path)
  const mistakes: { offset: number; message: string; hint: string | undefined }[] = []
  checkShape(tree.root, BASELINE_JSON, '', (offset, message, hint) => void mistakes.push({ offset, message, hint }))
  const first = mistakes.sort((a, b) => a.offset - b.offset)[0]
  if (first !== undefined) {
    const { line, column } = tree.lines.position(first.offset)
    const more = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more)` : ''
    throw new UsageError('USAGE_BASELINE', `${path}:${line}:${column}: ${first.message}${more}`, first.hint)
  }
  return { entries: items(get(tree.root, 'entries')).map(readEntry) }
}

const MAX_ENTRIES = 200_000

const TEXTS = (doc: string, maxItems: number) =>
  ({ kind: 'list', doc, of: text(doc, undefined, 8192), maxItems }) as const

const BASELINE_JSON: RecordShape = {
  kind: 'record',
  doc: 'Findings a team starts from.',
  required: ['schemaVersion', 'kind', 'entries'],
  fields: {
    schemaVersion: { kind: 'number', doc: 'The version of this format.', whole: true, minimum: 1, maximum: 1 },
    kind: { kind: 'choice', doc: 'Says what the file is.', values: ['assay-baseline'] },
    entries: {
      kind: 'list',
      doc: 'One for each finding.',
      maxItems: MAX_ENTRIES,
      of: {
        kind: 'record',
        doc: 'One finding.',
        required: ['fingerprint', 'ruleId', 'identity', 'ids', 'paths'],
        fields: {
          fingerprint: text('Its stable name.', 'fingerprint'),
          ruleId: text('The rule that reported it.'),
          identity: text('What it is about.', undefined, 8192),
          ids: TEXTS('Every id of its advisory.', 10_000),
          paths: TEXTS('The files it was seen in.', 100_000),
        },
      },
    },
  },
}

function baselineEntry(finding: Finding): BaselineEntry {
  return {
    fingerprint: finding.fingerprint,
    ruleId: finding.ruleId,
    identity: finding.identity,
    ids: [...new Set(advisoryIds(finding))].sort(compareText),
    paths: [...pathsOf(finding)].sort(compareText),
  }
}

/** Every id a finding is about: those of its advisory, or of all advisories that an open range lets in. */
export function advisoryIds({ advisory, range }: Finding): readonly string[] {
  return [advisory, ...(range?.advisories ?? [])].flatMap((one) => one?.ids ?? [])
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.ruleId, b.ruleId) || compareText(a.identity, b.identity) || compareText(a.fingerprint, b.fingerprint)
  )
}

function parseTree(bytes: Uint8Array, path: string): Tree {
  try {
    if (bytes.length > DEFAULT_LIMITS.fileBytes)
      throw new LimitError('LIMIT_SIZE', `larger than ${DEFAULT_LIMITS.fileBytes} bytes`)
    return json.parse(bytes, DEFAULT_LIMITS)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    throw new UsageError('USAGE_BASELINE', `${path}${placeOf(error)}: ${error.message}`)
  }
}

function placeOf({ position }: FormatError | LimitError): string {
  if (position === undefined) return ''
  if ('byte' in position) return ` at byte ${position.byte}`
  return position.column === undefined ? `:${position.line}` : `:${position.line}:${position.column}`
}

function readEntry(value: TreeValue): BaselineEntry {
  const all = (key: string): readonly string[] => items(get(value, key)).flatMap((item) => string(item) ?? [])
  const one = (key: string): string => string(get(value, key)) ?? ''
  return {
    fingerprint: one('fingerprint'),
    ruleId: one('ruleId'),
    identity: one('identity'),
    ids: all('ids'),
    paths: all('paths'),
  }
}
