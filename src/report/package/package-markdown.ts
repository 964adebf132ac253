import type { PackageAssessment, PackageStory, PackageVerdict } from '../../model/package-assessment.ts'
import { code, words } from '../markdown/escape.ts'
import { type Block, fitted } from '../markdown/fitted.ts'
import { codeCell } from '../markdown/escape.ts'
import { place } from '../table/place.ts'
import type { PackageReporter } from './package-reporter.ts'
import {
  comparedText,
  factorsText,
  filesText,
  packageName,
  proofText,
  sizeText,
  sentence,
  stepPlace,
} from './package-words.ts'

/** What a forge takes as one comment, with room for its own words. */
const MOST_CHARACTERS = 60_000

/** A comment on a pull request: a table of verdicts, then each package that is not simply allowed, story by story. */
export const packageMarkdown: PackageReporter = {
  id: 'markdown',
  title: 'Markdown for a comment on a pull request',
  mediaType: 'text/markdown',
  *render(assessments) {
    const sorted = assessments.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
    yield fitted([header(sorted), table(sorted), ...sorted.flatMap(blocksOf)], MOST_CHARACTERS)
  },
}

const ORDER: readonly PackageVerdict[] = ['block', 'hold', 'allow']
const VERBS: Readonly<Record<PackageVerdict, string>> = {
  block: 'blocked',
  hold: 'held for a person to decide',
  allow: 'allowed',
}

function header(assessments: readonly PackageAssessment[]): Block {
  const counts = ORDER.map((verdict) => [verdict, assessments.filter((one) => one.verdict === verdict).length] as const)
  const told = counts.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${VERBS[verdict]}`)
  return {
    head: `<!-- assay-packages -->\n## Assay: packages\n\n${told.join(', ') || 'No package was looked into'}.\n\n`,
    rows: [],
    tail: '',
    noun: '',
  }
}

function table(assessments: readonly PackageAssessment[]): Block {
  const rows = assessments.map(
    (one) => `| ${one.verdict} | ${codeCell(packageName(one), 120)} | ${words(one.because[0] ?? '', 400)} |\n`,
  )
  return { head: '| verdict | package | why |\n| --- | --- | --- |\n', rows, tail: '\n', noun: 'packages' }
}

function blocksOf(assessment: PackageAssessment): readonly Block[] {
  const { stories, changes, known, names, gaps, verdict, artefacts } = assessment
  if (verdict === 'allow' && stories.length === 0 && gaps.length === 0) return []
  const title = `### ${words(packageName(assessment), 120)}: ${VERBS[verdict]}\n\n`
  const facts = [
    ...known.map(({ id, summary }) => `- record ${code(id, 80)}: ${words(summary, 300)}\n`),
    ...changes
      .slice(0, 50)
      .map(
        ({ kind, text, location }) =>
          `- new, ${kind}: ${words(text, 300)}${location === undefined ? '' : ` (${code(place(location), 160)})`}\n`,
      ),
    ...names.slice(0, 10).map(({ popular, text }) => `- name like ${code(popular, 80)}: ${words(text, 200)}\n`),
    ...artefacts.map(
      (one) =>
        `- ${code(one.name, 120)}: ${one.kind}, ${sizeText(one.size)}, ${filesText(one)}${proofText(one) === '' ? '' : `, ${proofText(one)}`}\n`,
    ),
    ...gaps.map((gap) => `- not looked at: ${words(gap, 300)}\n`),
  ]
  return [
    { head: title, rows: [], tail: '', noun: '' },
    ...stories.map(storyBlock),
    {
      head: `<details>\n<summary>Facts</summary>\n\n${words(comparedText(assessment), 300)}\n\n`,
      rows: facts,
      tail: '\n</details>\n\n',
      noun: 'facts',
    },
  ]
}

function storyBlock(story: PackageStory): Block {
  const { title, verdict, text, steps, weight } = story
  const rows = steps.map((step, index) => {
    const at = stepPlace(step)
    const evidence = step.evidence === '' ? '' : `: ${code(step.evidence, 200)}`
    return `${index + 1}. ${at === '' ? '' : `${code(at, 160)} `}${words(step.text, 300)}${evidence}\n`
  })
  return {
    head: `<details${verdict === 'allow' ? '' : ' open'}>\n<summary><b>${plain(title)}</b> (${verdict}, ${weight} of 100)</summary>\n\n${words(text, 800)}\n\n`,
    rows,
    tail: `\n${words(factorsText(story), 400)} (${code(story.id, 80)})\n\n</details>\n\n`,
    noun: 'steps',
  }
}

/** Within an element no escape of Markdown counts: titles are our own words, and stay words whoever writes them. */
function plain(title: string): string {
  return sentence(title.replaceAll(/[<>&]/g, ''), 120)
}
