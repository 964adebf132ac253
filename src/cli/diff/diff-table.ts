import { excerpt, visible } from '../../base/escape.ts'
import { type Paint, paint } from '../../report/table/paint.ts'
import { place } from '../../report/table/place.ts'
import { componentNote, componentWords, findingNote, findingOf, isQuiet, summaryWords } from './change-words.ts'
import type { Comparison, FindingChange } from './comparison.ts'

/** How many lines of one kind are shown when the reader did not ask for all. */
const SHORT = 30

/** The comparison for people at a terminal. */
export function diffTable(comparison: Comparison, style: { readonly colour: boolean; readonly full: boolean }): string {
  const ink = paint(style.colour)
  const most = style.full ? Infinity : SHORT
  const lines = [
    `${ink.strong('Assay diff')}  ${visible(comparison.before)} -> ${visible(comparison.after)}`,
    '',
    ...(isQuiet(comparison) ? ['Nothing that Assay looks at has changed.', ''] : []),
    ...findings(comparison, ink, most),
    ...section('Packages', packageLines(comparison, ink), most, ink),
    ...section('Models', modelLines(comparison, ink), most, ink),
    ...coverage(comparison, ink),
    ...section(
      'Notes',
      comparison.notes.map((note) => `  ${visible(note)}`),
      Infinity,
      ink,
    ),
    summaryWords(comparison),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function section(title: string, lines: readonly string[], most: number, ink: Paint): readonly string[] {
  if (lines.length === 0) return []
  const left = lines.length - most
  return [
    ink.strong(title),
    ...lines.slice(0, most),
    ...(left > 0 ? [`  … and ${left} more; --detail full shows them`] : []),
    '',
  ]
}

const TITLES: readonly (readonly [FindingChange['kind'], string])[] = [
  ['new', 'New findings'],
  ['worse', 'Findings that got worse'],
  ['unseen', 'Findings nobody can tell of any more'],
  ['fixed', 'Fixed findings'],
]

function findings({ findings: all }: Comparison, ink: Paint, most: number): readonly string[] {
  return TITLES.flatMap(([kind, title]) => {
    const some = all.filter((change) => change.kind === kind)
    return section(
      title,
      some.map((change) => findingLines(change, ink)),
      most,
      ink,
    )
  })
}

function findingLines(change: FindingChange, ink: Paint): string {
  const finding = findingOf(change)
  const first = finding.evidence[0]
  const block = 'decision' in change && change.decision === 'block' ? `${ink.decision('block', ' BLOCK ')} ` : ''
  const head = `  ${block}${ink.severity(finding.severity, finding.severity.toUpperCase())}  ${visible(finding.title)}`
  const where = first === undefined ? '' : `\n      ${ink.faint(place(first.location))}`
  const note = findingNote(change)
  return `${head}${where}${note === '' ? '' : `\n      ${visible(note)}`}`
}

const SIGNS = { added: '+', removed: '-', upgraded: '↑', downgraded: '↓', changed: '~' } as const

function packageLines({ components }: Comparison, ink: Paint): readonly string[] {
  return components.map(
    (change) => `  ${SIGNS[change.kind]} ${excerpt(componentWords(change), 120)}  ${ink.faint(componentNote(change))}`,
  )
}

function modelLines({ models }: Comparison, ink: Paint): readonly string[] {
  return models.map((change) => {
    const { name, path } = change.kind === 'removed' ? change.before : change.after
    const what = change.kind === 'changed' ? `  ${excerpt(change.what.join('; '), 200)}` : ''
    return `  ${SIGNS[change.kind]} ${excerpt(name, 100)}  ${ink.faint(visible(path))}${what}`
  })
}

function coverage({ coverage: { before, after, newGaps, closedGaps } }: Comparison, ink: Paint): readonly string[] {
  const lines = [
    ...(before.complete === after.complete
      ? []
      : [
          `  ${after.complete ? 'complete now' : 'NOT COMPLETE any more'}; it was ${before.complete ? 'complete' : 'not complete'}`,
        ]),
    ...newGaps.map((gap) => `  + ${visible(gap)}`),
    ...closedGaps.map((gap) => `  - ${visible(gap)}`),
  ]
  return section('Coverage', lines, Infinity, ink)
}
