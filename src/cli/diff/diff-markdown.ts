import { advisoryAddress } from '../../report/advisory-address.ts'
import { code, codeCell, words } from '../../report/markdown/escape.ts'
import { type Block, fitted } from '../../report/markdown/fitted.ts'
import { place } from '../../report/table/place.ts'
import { componentNote, componentWords, findingNote, findingOf, isQuiet, summaryWords } from './change-words.ts'
import type { Comparison, FindingChange } from './comparison.ts'

/** GitHub refuses a longer comment. */
const MAX_COMMENT = 65_536

/** The comparison as Markdown for a comment or a review; what does not fit is counted. Foreign text cannot format anything. */
export function diffMarkdown(comparison: Comparison): string {
  const { before, after } = comparison
  const head = `## Assay: what changed from ${code(before, 80)} to ${code(after, 80)}\n\n${words(summaryWords(comparison))}\n\n`
  const quiet = isQuiet(comparison) ? 'Nothing that Assay looks at has changed.\n\n' : ''
  return fitted([{ head: head + quiet, rows: [], tail: '', noun: '' }, ...blocks(comparison)], MAX_COMMENT)
}

function blocks(comparison: Comparison): readonly Block[] {
  const { components, models, coverage, notes } = comparison
  const gaps = [...coverage.newGaps.map((gap) => `+ ${gap}`), ...coverage.closedGaps.map((gap) => `- ${gap}`)]
  return [
    ...findingBlocks(comparison),
    ...folded(
      'packages',
      components.length,
      '| change | package | |\n| --- | --- | --- |\n',
      components.map(
        (change) =>
          `| ${change.kind} | ${codeCell(componentWords(change), 160)} | ${words(componentNote(change), 80)} |\n`,
      ),
    ),
    ...folded(
      'models',
      models.length,
      '| change | model | what |\n| --- | --- | --- |\n',
      models.map((change) => {
        const { name } = change.kind === 'removed' ? change.before : change.after
        return `| ${change.kind} | ${codeCell(name, 100)} | ${change.kind === 'changed' ? words(change.what.join('; '), 300) : ''} |\n`
      }),
    ),
    ...folded(
      'changes of coverage',
      gaps.length,
      '',
      gaps.map((gap) => `- ${words(gap)}\n`),
    ),
    ...folded(
      'notes',
      notes.length,
      '',
      notes.map((note) => `- ${words(note)}\n`),
    ),
  ]
}

const TITLES: readonly (readonly [FindingChange['kind'], string])[] = [
  ['new', 'New findings'],
  ['worse', 'Got worse'],
  ['unseen', 'Cannot be told any more'],
  ['fixed', 'Fixed'],
]

function findingBlocks({ findings }: Comparison): readonly Block[] {
  return TITLES.flatMap(([kind, title]): readonly Block[] => {
    const some = findings.filter((change) => change.kind === kind)
    if (some.length === 0) return []
    const head = `### ${title}\n\n| severity | finding | where | |\n| --- | --- | --- | --- |\n`
    return [{ head, rows: some.map(findingRow), tail: '\n', noun: 'findings' }]
  })
}

function findingRow(change: FindingChange): string {
  const finding = findingOf(change)
  const id = finding.advisory?.id
  const address = id === undefined ? undefined : advisoryAddress(id)
  const link = id === undefined || address === undefined ? '' : ` ([${words(id, 80)}](${address}))`
  const first = finding.evidence[0]
  const where = first === undefined ? '' : codeCell(place(first.location), 120)
  const mark = 'decision' in change && change.decision === 'block' ? '**blocks**, ' : ''
  return `| ${mark}${finding.severity} | ${words(finding.title, 200)}${link} | ${where} | ${words(findingNote(change), 200)} |\n`
}

function folded(noun: string, number: number, head: string, rows: readonly string[]): readonly Block[] {
  if (number === 0) return []
  return [{ head: `<details>\n<summary>${number} ${noun}</summary>\n\n${head}`, rows, tail: '\n</details>\n\n', noun }]
}
