import { excerpt } from '../../../base/escape.ts'
import type { Expression, Statement, Step } from '../../../formats/jinja/syntax.ts'
import { allExpressions, allStatements, expressionsOf } from '../../../formats/jinja/walk.ts'
import { type Constants, constantText } from './constant-text.ts'
import type { TemplateFinding } from './finding.ts'

/** Words of the conversation that the template exchanges for others before the model reads them. */
export function* findRewrites(statements: readonly Statement[], constants: Constants): Generator<TemplateFinding> {
  for (const statement of allStatements(statements)) {
    for (const expression of expressionsOf(statement).flatMap((value) => [...allExpressions(value)])) {
      if (expression.kind !== 'postfix' || constantText(expression, constants) !== undefined) continue
      for (const [index, step] of expression.steps.entries()) {
        const args = replacement(step, expression.steps[index - 1], constants)
        if (args !== undefined && isWords(args.from) && isWords(args.to)) yield rewrite(expression, args)
      }
    }
  }
}

function replacement(
  step: Step,
  before: Step | undefined,
  constants: Constants,
): { from: string; to: string } | undefined {
  const isFilter = step.kind === 'filter' && step.name === 'replace'
  const isMethod = step.kind === 'call' && before?.kind === 'attribute' && before.name === 'replace'
  if (!isFilter && !isMethod) return undefined
  const [from, to] = step.args.map(({ value }) => constantText(value, constants))
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** Language or an address; markup and types of JSON schemas (`"string"` for `str`) are what templates exchange. */
function isWords(text: string): boolean {
  const plain = text.replaceAll(/<[^<>]{0,200}>|\[[^[\]]{0,200}\]/g, ' ')
  return /https?:\/\/|\p{L}{3,}\s+\p{L}{3,}|\p{L}{3,}\.\p{L}{2,}/u.test(plain)
}

function rewrite({ offset }: Expression, { from, to }: { from: string; to: string }): TemplateFinding {
  return {
    id: 'templates/content-rewrite',
    severity: 'medium',
    title: `The chat template exchanges "${excerpt(from, 40)}" for "${excerpt(to, 40)}"`,
    why: 'The model reads something else than was said, and neither the user nor a log shows it.',
    offset,
    cwe: 'CWE-506',
    atlas: 'AML.T0051.000',
    fix: 'Compare the template with the one of the base model and use that.',
  }
}
