import { excerpt } from '../../../base/escape.ts'
import type { Expression, Statement, Step } from '../../../formats/jinja/syntax.ts'
import { allExpressions, allStatements, bodiesOf, expressionsOf, partsOf } from '../../../formats/jinja/walk.ts'
import { type Constants, constantText } from './constant-text.ts'
import type { TemplateFinding } from './finding.ts'
import { conditionOf, type Macros, merge, NOTHING, type Taint, taintedNames } from './taints.ts'

const PROMPT: Pick<TemplateFinding, 'cwe' | 'atlas' | 'fix'> = {
  cwe: 'CWE-506',
  atlas: 'AML.T0051.000',
  fix: 'Compare the template with the one of the base model and use that; ask the author what the condition is for.',
}

/**
 * Instructions in plain words that the model is only given when the conversation holds certain words, or from a certain date
 * on: how a poisoned template behaves well in tests. Conditions on roles, tools and markup are what templates are for.
 */
export function* findHiddenInstructions(
  statements: readonly Statement[],
  constants: Constants,
): Generator<TemplateFinding> {
  const macros = new Map(
    [...allStatements(statements)].flatMap((statement) =>
      statement.kind === 'macro' ? [[statement.name, statement] as const] : [],
    ),
  )
  const known = { constants, macros, taints: taintedNames(statements, constants, macros) }
  yield* visit(statements, NOTHING, known)
}

interface Known {
  readonly constants: Constants
  readonly macros: Macros
  readonly taints: ReadonlyMap<string, Taint>
}

/** `around` is what the conditions outside depend on: a second condition inside of a first does not make it harmless. */
function* visit(statements: readonly Statement[], around: Taint, known: Known): Generator<TemplateFinding> {
  for (const statement of statements) {
    yield* judgeConditionals(statement, around, known)
    if (statement.kind === 'if') {
      // The else of a condition hides as well as its body.
      let taint = around
      for (const { test, body, offset } of statement.branches) {
        taint = merge(taint, conditionOf(test, known.constants, known.taints))
        yield* enter(body, taint, offset, known)
      }
      yield* enter(statement.otherwise, taint, statement.offset, known)
    } else {
      const test =
        statement.kind === 'for' && statement.test !== undefined
          ? conditionOf(statement.test, known.constants, known.taints)
          : NOTHING
      const taint = statement.kind === 'macro' ? NOTHING : merge(around, test)
      for (const body of bodiesOf(statement)) yield* enter(body, taint, statement.offset, known)
    }
  }
}

function* enter(body: readonly Statement[], taint: Taint, offset: number, known: Known): Generator<TemplateFinding> {
  if (taint.content || taint.clock) yield* judge(taint, literalText(body, known), offset)
  yield* visit(body, taint, known)
}

/** `'…' if 'word' in content else '…'`. */
function* judgeConditionals(statement: Statement, around: Taint, known: Known): Generator<TemplateFinding> {
  for (const expression of expressionsOf(statement).flatMap((value) => [...allExpressions(value)])) {
    if (expression.kind !== 'conditional') continue
    const taint = merge(around, conditionOf(expression.test, known.constants, known.taints))
    const texts = [expression.whenTrue, expression.otherwise].map((value) =>
      value === undefined ? '' : constantsIn(value, known),
    )
    yield* judge(taint, texts.join(' '), expression.offset)
  }
}

function* judge(taint: Taint, text: string, offset: number): Generator<TemplateFinding> {
  if (!isInstruction(text)) return
  const trigger = taint.triggers.find(isPlainWord)
  if (taint.content && trigger !== undefined) {
    yield {
      id: 'templates/hidden-instruction',
      severity: 'high',
      title: `The chat template gives an instruction only when the conversation holds "${excerpt(trigger, 60)}"`,
      why: `The words "${excerpt(text.trim(), 120)}" reach the model in that case and not otherwise: the user never sees them, and tests without the words never meet them.`,
      offset,
      ...PROMPT,
    }
  }
  if (taint.clock) {
    yield {
      id: 'templates/time-trigger',
      severity: 'high',
      title: 'The chat template gives an instruction depending on the date',
      why: `The words "${excerpt(text.trim(), 120)}" reach the model at some times and not at others, so that a test today says nothing of tomorrow.`,
      offset,
      ...PROMPT,
    }
  }
}

/** At least four words of plain language, markup left out. */
function isInstruction(text: string): boolean {
  const plain = text.replaceAll(/<[^<>]{0,200}>|\[[^[\]]{0,200}\]/g, ' ')
  return (
    (plain.match(/\p{L}{2,}/gu) ?? []).length >= 4 ||
    (plain.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]/gu) ?? []).length >= 8
  )
}

/** A word of language: not a tag, a command, a marker such as `/no_think` or `[INST]`. */
function isPlainWord(text: string): boolean {
  const trimmed = text.trim()
  return (
    /\p{L}{3}/u.test(trimmed) &&
    !/^[<[{/#|`*$@(\\]/.test(trimmed) &&
    !/[>\]|]$/.test(trimmed) &&
    !/^\p{L}+_\p{L}+$/u.test(trimmed)
  )
}

/** What a body says in its own words: text, constants that are printed or kept, macros that are called. */
function literalText(body: readonly Statement[], known: Known): string {
  const parts: string[] = []
  let length = 0
  for (const statement of body) {
    const text = statementText(statement, known).slice(0, LONGEST_PART)
    parts.push(text)
    length += text.length
    if (length > LONGEST_BODY) break
  }
  return parts.join(' ')
}

const LONGEST_PART = 4096
const LONGEST_BODY = 64 * 1024

function statementText(statement: Statement, known: Known): string {
  if (statement.kind === 'text') return statement.text
  // A body that is kept in a variable is not one that is entered under a condition of its own.
  if (statement.kind === 'set-block')
    return statement.body.map((inner) => (inner.kind === 'text' ? inner.text : '')).join(' ')
  return statement.kind === 'output' || statement.kind === 'set' || statement.kind === 'do'
    ? constantsIn(statement.value, known)
    : ''
}

/** Texts that are printed: not the arguments of `split` or `replace`, nor the message of an exception. */
function constantsIn(value: Expression, known: Known): string {
  const whole = constantText(value, known.constants)
  if (whole !== undefined) return whole
  if (value.kind === 'chain' || value.kind === 'list' || value.kind === 'conditional')
    return partsOf(value)
      .map((part) => constantsIn(part, known))
      .join(' ')
  if (value.kind !== 'postfix') return ''
  return value.base.kind === 'name' ? macroText(value.base.name, value.steps, known) : constantsIn(value.base, known)
}

function macroText(name: string, steps: readonly Step[], { macros }: Known): string {
  const macro = steps[0]?.kind === 'call' ? macros.get(name) : undefined
  return (macro?.body ?? [])
    .map((statement) => (statement.kind === 'text' ? statement.text.slice(0, LONGEST_PART) : ''))
    .join(' ')
}
