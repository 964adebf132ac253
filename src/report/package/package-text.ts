import { excerpt } from '../../base/escape.ts'
import type { PackageAssessment, PackageStory, PackageVerdict, StoryStep } from '../../model/package-assessment.ts'
import type { Decision } from '../../model/verdict.ts'
import { type Paint, paint } from '../table/paint.ts'
import { place } from '../table/place.ts'
import { wrap } from '../table/wrap.ts'
import type { PackageReporter } from './package-reporter.ts'
import {
  comparedText,
  digestText,
  factorsText,
  filesText,
  packageName,
  proofText,
  sentence,
  sizeText,
  stepPlace,
} from './package-words.ts'

/** For people at a terminal: the verdict, the stories step by step, then what is new, names, records, artefacts, and what was not looked at. */
export const packageText: PackageReporter = {
  id: 'text',
  title: 'For people: the verdict, what the package does step by step, and what was not looked at',
  mediaType: 'text/plain',
  *render(assessments, { colour, width }) {
    const page: Page = { ink: paint(colour), width }
    for (const [index, assessment] of assessments.entries()) {
      if (index > 0) yield '\n'
      for (const block of BLOCKS) {
        const lines = block(assessment, page)
        if (lines.length > 0) yield `${lines.join('\n')}\n`
      }
    }
  },
}

interface Page {
  readonly ink: Paint
  readonly width: number
}

type BlockOf = (assessment: PackageAssessment, page: Page) => readonly string[]

const BLOCKS: readonly BlockOf[] = [verdict, stories, changes, names, known, artefacts, gaps]

const DECISIONS: Readonly<Record<PackageVerdict, Decision>> = { allow: 'allow', hold: 'warn', block: 'block' }

/** Reasons that stand under the verdict; the stories have them all. */
const MOST_REASONS = 3

function verdict(assessment: PackageAssessment, { ink, width }: Page): readonly string[] {
  const { verdict: decided, because } = assessment
  const more = because.length - MOST_REASONS
  return [
    `${ink.decision(DECISIONS[decided], ` ${decided} `)} ${ink.strong(packageName(assessment))}`,
    ...because.slice(0, MOST_REASONS).flatMap((reason) => wrap(sentence(reason), width, '  ')),
    ...(more > 0 ? [`  … and ${more} more ${more === 1 ? 'reason' : 'reasons'}, told below`] : []),
  ]
}

function stories({ stories: all }: PackageAssessment, page: Page): readonly string[] {
  return all.flatMap((story, index) => ['', ...told(story, index + 1, page)])
}

function told(story: PackageStory, number: number, { ink, width }: Page): readonly string[] {
  const { title, verdict: decided, weight, confidence, text, steps, artefacts: where, severity } = story
  const head = `${number}. ${ink.severity(severity, sentence(title, 100))}  ${decided}, ${weight} of 100, ${confidence.level} confidence`
  return [
    head,
    ...wrap(sentence(text), width, '   '),
    ...steps.flatMap((step) => stepLines(step, width, ink)),
    ...wrap(`${factorsText(story)}: ${weightiest(story)}`, width, '   ').map((line) => ink.faint(line)),
    ...wrap(
      `${story.id}, in ${where
        .slice(0, 4)
        .map((name) => excerpt(name, 100))
        .join(', ')}`,
      width,
      '   ',
    ).map((line) => ink.faint(line)),
  ]
}

/** The reasons for the factors that move the weight most, away from 1. */
function weightiest({ factors }: PackageStory): string {
  const telling = factors.filter(({ factor, value }) => value !== 1 || factor === 'threat')
  return telling
    .toSorted((a, b) => Math.abs(Math.log(b.value || 0.01)) - Math.abs(Math.log(a.value || 0.01)))
    .slice(0, 2)
    .map(({ because }) => sentence(because, 200))
    .join('; ')
}

function stepLines(step: StoryStep, width: number, ink: Paint): readonly string[] {
  const at = stepPlace(step)
  const evidence = sentence(step.evidence, 200)
  return [
    ...wrap(`→ ${at === '' ? '' : `${at}  `}${sentence(step.text, 300)}`, width, '     '),
    ...(evidence === '' ? [] : wrap(evidence, width, '         ').map((line) => ink.faint(line))),
  ]
}

/** Lines of lists that are spelt out. */
const MOST_LINES = 20

function changes(assessment: PackageAssessment, { ink, width }: Page): readonly string[] {
  const { changes: all, compared } = assessment
  const head =
    'version' in compared
      ? `New against ${excerpt(compared.version, 60)}`
      : `Not compared: ${sentence(compared.reason, 200)}`
  return section(
    ink,
    head,
    all
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ kind, text, location }) => {
        return `${kind}: ${sentence(text, 400)}${location === undefined ? '' : ` (${place(location)})`}`
      }),
    width,
    'version' in compared || all.length > 0,
  )
}

function names({ names: all }: PackageAssessment, { ink, width }: Page): readonly string[] {
  return section(
    ink,
    'Names like it',
    all.map(({ popular, text }) => `${excerpt(popular, 120)}: ${sentence(text, 300)}`),
    width,
  )
}

function known({ known: all }: PackageAssessment, { ink, width }: Page): readonly string[] {
  return section(
    ink,
    'Records of malware',
    all.map(({ id, summary, trust, because, sources }) => {
      const doubt = trust === 'sure' ? '' : `; doubtful: ${because.map((one) => sentence(one, 200)).join('; ')}`
      return `${excerpt(id, 80)}: ${sentence(summary, 300)} (${sources.map((source) => excerpt(source, 80)).join(', ')})${doubt}`
    }),
    width,
  )
}

function artefacts(assessment: PackageAssessment, { ink, width }: Page): readonly string[] {
  const { artefacts: all, allowed } = assessment
  const lines = all.map((one) => {
    const facts = [one.kind, sizeText(one.size), filesText(one), digestText(one), proofText(one)].filter(
      (fact) => fact !== '',
    )
    return `${excerpt(one.name, 120)}: ${facts.join(', ')}`
  })
  const pardon =
    allowed === undefined
      ? []
      : [
          `${excerpt(allowed.sha256, 64)} is allowed by ${allowed.approvedBy.map((who) => excerpt(who, 60)).join(' and ')} until ${excerpt(allowed.expires, 30)}: ${sentence(allowed.reason, 200)}`,
        ]
  return section(ink, `Looked at (${comparedText(assessment)})`, [...lines, ...pardon], width)
}

function gaps({ gaps: all, diagnostics }: PackageAssessment, { ink, width }: Page): readonly string[] {
  const lines = [
    ...all.map((gap) => sentence(gap, 400)),
    ...diagnostics
      .filter(({ level }) => level !== 'note')
      .map(
        ({ code, message, location }) =>
          `${location === undefined ? '' : `${place(location)}: `}${sentence(message, 300)} (${excerpt(code, 60)})`,
      ),
  ]
  return section(ink, 'Not looked at', lines, width)
}

function section(ink: Paint, head: string, lines: readonly string[], width: number, always = false): readonly string[] {
  if (lines.length === 0) return always ? ['', `${ink.strong(head)}: nothing`] : []
  const more = lines.length - MOST_LINES
  return [
    '',
    ink.strong(head),
    ...lines.slice(0, MOST_LINES).flatMap((line) => hanging(line, width)),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ]
}

/** `- ` before the first line, blanks before the others. */
function hanging(line: string, width: number): readonly string[] {
  return wrap(line, width, '    ').map((one, index) => (index === 0 ? `  - ${one.slice(4)}` : one))
}
