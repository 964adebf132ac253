import { styleText } from 'node:util'
import { advisoriesOf } from '../analysis/fixes/advisories-of.ts'
import { additionText } from '../analysis/fixes/addition.ts'
import type { FixStep, LockCommand, PlannedEdit, Suggestion } from '../analysis/fixes/fix-plan.ts'
import { diffText, type DiffLine, unifiedDiff } from '../analysis/fixes/unified-diff.ts'
import { excerpt, safeJson, visible } from '../base/escape.ts'
import type { Exposure, FixOutcome } from '../engine/fix.ts'
import { wrap } from '../report/table/wrap.ts'

/** How the text is shown. */
export interface FixStyle {
  readonly colour: boolean
  readonly width: number
  /** Have the files been written? */
  readonly applied: boolean
}

/** All changes as one unified diff, byte for byte, for `git apply` and `patch -p1`. */
export function fixDiff({ files }: FixOutcome): string {
  return files.map((file) => diffText(unifiedDiff(file.path, file.before.text, file.edits, file.isNew))).join('')
}

/** The plan as JSON. */
export function fixJson(outcome: FixOutcome, version: string, applied: boolean): string {
  const { selected, plan, files, ended, staying, brought, before, after } = outcome
  return `${safeJson({
    schemaVersion: 1,
    tool: { name: 'assay', version },
    target: before.target,
    applied,
    selected: selected.map((finding) => ({
      fingerprint: finding.fingerprint,
      ruleId: finding.ruleId,
      title: finding.title,
      advisories: advisoriesOf(finding),
    })),
    steps: plan.steps.map(stepJson),
    suggestions: plan.suggestions,
    commands: plan.commands,
    files: files.map((file) => ({
      path: file.path,
      diff: diffText(unifiedDiff(file.path, file.before.text, file.edits, file.isNew)),
    })),
    ended,
    staying,
    brought,
    verdict: { before: before.verdict.decision, after: after.verdict.decision },
  })}\n`
}

function stepJson({ edits, additions, ...step }: FixStep): object {
  return {
    ...step,
    edits: edits.map(({ path, line, before, text }) => ({ path, line, before, after: text })),
    additions: additions.map((one) => ({ path: one.file.path, under: one.under.join('.'), text: additionText(one) })),
  }
}

/** The plan in words, then the diff, then what to run. */
export function fixText(outcome: FixOutcome, style: FixStyle): string {
  const { plan, selected } = outcome
  if (selected.length === 0) return 'Nothing to fix: no advisory was selected.\n'
  const lines = [
    ...withNotesOnce(plan.steps).flatMap((step) => stepLines(step, style)),
    ...section(
      'By hand:',
      plan.suggestions.flatMap((one) => suggestionLines(one, style)),
    ),
    ...diffLines(outcome, style),
    ...section(plan.commands.length === 0 ? '' : RUN, plan.commands.map(commandLine)),
    ...section('Stays:', exposureLines(outcome.staying)),
    ...section('Would be new:', exposureLines(outcome.brought)),
    ...closing(outcome, style),
  ]
  return `${lines.join('\n')}\n`
}

const RUN = 'Then run (Assay runs no tool of the project):'

/** What is said of many packages is said with the first. */
function withNotesOnce(steps: readonly FixStep[]): readonly FixStep[] {
  const said = new Set<string>()
  return steps.map((step) => {
    const notes = step.notes.filter((note) => !said.has(note))
    for (const note of notes) said.add(note)
    return { ...step, notes }
  })
}

function stepLines(step: FixStep, { width, colour }: FixStyle): readonly string[] {
  const from = step.from.map((text) => excerpt(text, 60)).join(', ')
  const head = `${excerpt(step.name, 120)} ${from} -> ${step.to}${step.major ? '  (major step)' : ''}`
  return [
    strong(visible(head), colour),
    ...wrap(`ends ${listed(step.ends)}`, width, '    '),
    ...(step.keeps.length === 0 ? [] : wrap(`keeps ${listed(step.keeps)}: no known version ends it`, width, '    ')),
    ...step.edits.map((edit) => `    ${editLine(edit)}`),
    ...step.additions.map(
      (one) => `    ${visible(`${one.file.path}  ${one.under.join('.')}: + ${additionText(one)}`)}`,
    ),
    ...step.asking.map((path) => `    ${visible(path)} asks for it already: only its lock file is older`),
    ...step.notes.flatMap((note) => wrap(visible(note), width, '    ')),
    '',
  ]
}

function editLine({ path, line, before, text }: PlannedEdit): string {
  return visible(`${path}:${line}  ${before === '' ? '(any version)' : before} -> ${text}`)
}

function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 6).map((id) => excerpt(id, 80))
  return ids.length > 6 ? `${shown.join(', ')} and ${ids.length - 6} more` : shown.join(', ')
}

function suggestionLines({ name, text, path }: Suggestion, { width }: FixStyle): readonly string[] {
  return wrap(
    `${excerpt(name, 120)}${path === undefined ? '' : ` (${excerpt(path, 120)})`}: ${visible(text)}`,
    width,
    '  ',
  )
}

function diffLines({ files }: FixOutcome, { colour }: FixStyle): readonly string[] {
  const lines = files.flatMap((file) => unifiedDiff(file.path, file.before.text, file.edits, file.isNew))
  return lines.length === 0 ? [] : [...lines.map((line) => shownLine(line, colour)), '']
}

const MARKS = { '-': 'red', '+': 'green', '@': 'cyan', '=': 'bold' } as const

/** Control characters of a hostile file are shown, not sent to the terminal; tabs stay. */
function shownLine({ mark, text }: DiffLine, colour: boolean): string {
  const bare = text
    .replace(/\r?\n$/, '')
    .split('\t')
    .map(visible)
    .join('\t')
  const line = mark === '@' || mark === '=' ? bare : mark + bare
  return colour && mark !== ' ' ? styleText(MARKS[mark], line, { validateStream: false }) : line
}

function commandLine({ folder, command, why }: LockCommand): string {
  const where = folder === '' ? '' : `  in ${excerpt(folder, 120)},`
  return `  ${visible(command)}  #${where} ${visible(why)}`
}

function exposureLines(exposures: readonly Exposure[]): readonly string[] {
  const lines = exposures
    .slice(0, 20)
    .map(({ name, advisory, path }) => `  ${visible(`${advisory}  ${name}  ${path}`)}`)
  return exposures.length > 20 ? [...lines, `  and ${exposures.length - 20} more`] : lines
}

function closing({ ended, staying, files, plan, after }: FixOutcome, { applied }: FixStyle): readonly string[] {
  const [gone, rest] = [new Set(ended.map(advisoryKey)), new Set(staying.map(advisoryKey))]
  const once = plan.commands.length === 0 ? '' : ' once the lock files are made anew'
  const ends = [...gone].filter((key) => !rest.has(key)).length
  const verdict = `A scan would then say: ${after.verdict.decision}.`
  return [
    `${count(files.length, 'file')} ${applied ? 'written' : 'to change'}; ${ends} of ${new Set([...gone, ...rest]).size} advisories end${once}. ${verdict}`,
    ...(applied || files.length === 0 ? [] : ['Nothing is written yet: add --apply.']),
  ]
}

function advisoryKey({ ecosystem, name, advisory }: Exposure): string {
  return [ecosystem, name, advisory].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines, '']
}

function strong(text: string, colour: boolean): string {
  return colour ? styleText('bold', text, { validateStream: false }) : text
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
