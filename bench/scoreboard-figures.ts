import { excerpt } from '../src/base/escape.ts'
import type { ToolRun } from './scoreboard-tools.ts'

/** A labelled file. */
export interface Label {
  /** Relative to the list. */
  readonly path: string
  readonly expected: 'malicious' | 'benign'
  readonly group: string
  readonly bytes: number
}

/** The figures of one tool. */
export interface Figures {
  readonly tool: string
  readonly malicious: number
  readonly benign: number
  readonly found: number
  readonly recall: number
  readonly silentMisses: number
  readonly maliciousNotInspected: number
  readonly falseAlarms: number
  readonly benignNotInspected: number
  readonly seconds: number
  readonly megabytesPerSecond: number
  readonly timed: ToolRun['timed']
  /** Found of all malicious ones, by group. */
  readonly groups: Readonly<Record<string, readonly [found: number, of: number]>>
  readonly missed: readonly string[]
  readonly alarmed: readonly string[]
}

export const DEFINITIONS: readonly string[] = [
  'recall: malicious files that are flagged, of all malicious files',
  'silent misses: malicious files that are called clean: exit code 0, nothing said',
  'not inspected: the tool failed, gave up, or says that it does not read such files; of malicious / of benign files',
  'false alarms: benign files that are flagged',
  'flagged: exit code 1; for assay a finding of at least medium severity about that file',
  'seconds, MB/s: one process for the whole folder, start-up included; (f): the tool takes one file only, two processes at a time',
]

/** The labels of a list: `path<TAB>malicious|benign[<TAB>group]`, `#` begins a comment. Throws with the line that is wrong. */
export function readLabels(text: string, sizeOf: (path: string) => number): readonly Label[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const [path = '', expected = '', group = ''] = line.split('\t')
    if (expected !== 'malicious' && expected !== 'benign')
      throw new Error(`line ${index + 1}: expected malicious or benign, found ${JSON.stringify(excerpt(expected, 40))}`)
    if (path === '' || path.startsWith('/') || path.split('/').includes('..'))
      throw new Error(`line ${index + 1}: expected a path below the list, found ${JSON.stringify(excerpt(path, 80))}`)
    return [{ path, expected, group: group === '' ? expected : group, bytes: sizeOf(path) }]
  })
}

/** How a tool did on the labelled files. */
export function figuresOf(run: ToolRun, labels: readonly Label[]): Figures {
  const of = (expected: Label['expected'], verdict?: string): readonly Label[] =>
    labels.filter(
      (label) => label.expected === expected && (verdict === undefined || run.verdicts.get(label.path) === verdict),
    )
  const malicious = of('malicious')
  const found = of('malicious', 'flagged')
  const groups: Record<string, [number, number]> = {}
  for (const { group } of malicious) (groups[group] ??= [0, 0])[1]++
  for (const { group } of found) (groups[group] ??= [0, 0])[0]++
  const bytes = labels.reduce((sum, label) => sum + label.bytes, 0)
  return {
    tool: run.tool,
    malicious: malicious.length,
    benign: of('benign').length,
    found: found.length,
    recall: malicious.length === 0 ? 1 : found.length / malicious.length,
    silentMisses: of('malicious', 'clean').length,
    maliciousNotInspected: of('malicious', 'not inspected').length,
    falseAlarms: of('benign', 'flagged').length,
    benignNotInspected: of('benign', 'not inspected').length,
    seconds: run.seconds,
    megabytesPerSecond: bytes / 1e6 / run.seconds,
    timed: run.timed,
    groups,
    missed: malicious.filter((label) => run.verdicts.get(label.path) !== 'flagged').map(({ path }) => path),
    alarmed: of('benign', 'flagged').map(({ path }) => path),
  }
}

const HEADINGS = [
  'tool',
  'recall',
  'found',
  'silent misses',
  'not inspected',
  'false alarms',
  'seconds',
  'MB/s',
] as const

/** The figures as a table, with what each column means, and the groups in which some tool missed something. Names are escaped. */
export function tableOf(all: readonly Figures[]): string {
  const rows = all.map((one) => [
    excerpt(one.tool, 30),
    `${(one.recall * 100).toFixed(1)} %`,
    `${one.found}/${one.malicious}`,
    String(one.silentMisses),
    `${one.maliciousNotInspected} / ${one.benignNotInspected}`,
    `${one.falseAlarms}/${one.benign}`,
    `${one.seconds.toFixed(1)}${one.timed === 'one process for each file' ? ' (f)' : ''}`,
    one.megabytesPerSecond.toFixed(2),
  ])
  const names = [...new Set(all.flatMap((one) => Object.keys(one.groups)))]
  const uneven = names.filter((name) => all.some(({ groups }) => (groups[name]?.[0] ?? 0) < (groups[name]?.[1] ?? 0)))
  const groups = uneven.map((name) => [
    excerpt(name, 60),
    ...all.map((one) => `${one.groups[name]?.[0] ?? 0}/${one.groups[name]?.[1] ?? 0}`),
  ])
  return [
    aligned([[...HEADINGS], ...rows]),
    ...(groups.length === 0
      ? []
      : [aligned([['found by group', ...all.map((one) => excerpt(one.tool, 30))], ...groups])]),
    DEFINITIONS.join('\n'),
  ].join('\n\n')
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
