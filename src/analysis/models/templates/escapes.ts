import { excerpt } from '../../../base/escape.ts'
import type { Expression, Statement, Step } from '../../../formats/jinja/syntax.ts'
import { allExpressions, allStatements, expressionsOf } from '../../../formats/jinja/walk.ts'
import { type Constants, constantText } from './constant-text.ts'
import type { TemplateFinding } from './finding.ts'
import { DANGEROUS_CALLS, GADGET_ATTRIBUTES, GADGET_DUNDERS, USUAL_FILTERS, USUAL_FUNCTIONS } from './template-names.ts'

const SANDBOX =
  'Render chat templates only in a sandboxed environment (transformers and recent llama-cpp-python do), and replace this one by the template of the base model.'
const CODE: Pick<TemplateFinding, 'cwe' | 'atlas' | 'cve' | 'fix'> = {
  cwe: 'CWE-1336',
  atlas: 'AML.T0011.000',
  cve: ['CVE-2024-34359', 'CVE-2026-5760'],
  fix: SANDBOX,
}

/** Ways from a value of the conversation to Python itself: attributes, format strings, functions, other templates. */
export function* findEscapes(statements: readonly Statement[], constants: Constants): Generator<TemplateFinding> {
  const macros = namesDefined(statements)
  for (const statement of allStatements(statements)) {
    if (statement.kind === 'load') yield loadsTemplate(statement.offset, statement.name)
    if (statement.kind === 'set-block' || statement.kind === 'block')
      yield* judgeSteps(undefined, statement.filters, constants, macros)
    for (const expression of expressionsOf(statement).flatMap((value) => [...allExpressions(value)])) {
      if (expression.kind === 'postfix') yield* judgeSteps(expression.base, expression.steps, constants, macros)
      const text =
        expression.kind === 'constant' || expression.kind === 'chain' ? constantText(expression, constants) : undefined
      if (text !== undefined && GADGET_DUNDERS.test(text)) yield dunderText(expression.offset, text)
    }
  }
}

function namesDefined(statements: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of allStatements(statements)) {
    if (statement.kind === 'macro') {
      names.add(statement.name)
      for (const { name } of statement.parameters) names.add(name)
    }
    if (statement.kind === 'set' || statement.kind === 'for') for (const target of statement.targets) names.add(target)
  }
  return names
}

function* judgeSteps(
  base: Expression | undefined,
  steps: readonly Step[],
  constants: Constants,
  known: ReadonlySet<string>,
): Generator<TemplateFinding> {
  const first = steps[0]
  if (base?.kind === 'name' && first?.kind === 'call' && !known.has(base.name))
    yield* judgeFunction(base.name, base.offset)
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]
    if (step.kind === 'attribute') {
      yield* judgeName(step.name, step.offset)
      if (next?.kind === 'call') yield* judgeMethod(step, base, steps.slice(0, index), constants)
    }
    if (step.kind === 'item') yield* judgeKey(step.key, constants)
    if (step.kind === 'filter') yield* judgeFilter(step, constants)
  }
}

/** Jinja looks a key up as an attribute when there is no such item, so `x['__class__']` is `x.__class__`. */
function* judgeKey(key: Expression, constants: Constants): Generator<TemplateFinding> {
  const text = constantText(key, constants)
  if (text !== undefined) yield* judgeName(text, key.offset)
  else if (isAssembled(key)) {
    yield {
      id: 'templates/computed-name',
      severity: 'medium',
      title: 'The chat template assembles the name of an attribute',
      why: 'The name is put together from pieces and data, so that it cannot be read from the template. Honest templates name what they use.',
      offset: key.offset,
      ...CODE,
    }
  }
}

/** Put together from constant pieces of text, and not a count such as `messages[loop.index0 + 1]`. */
function isAssembled(key: Expression): boolean {
  if (key.kind === 'chain')
    return (
      key.operators.some((operator) => operator === '~' || operator === '+') &&
      key.operands.some((operand) => operand.kind === 'constant' && typeof operand.value === 'string')
    )
  return (
    key.kind === 'postfix' &&
    key.steps.some((step) => step.kind === 'filter' && ['join', 'format', 'reverse'].includes(step.name))
  )
}

function* judgeName(name: string, offset: number): Generator<TemplateFinding> {
  for (const part of name.split('.', 32)) {
    if (/^__\w{1,64}__$/.test(part) || GADGET_ATTRIBUTES.has(part)) {
      yield {
        id: 'templates/attribute-escape',
        severity: 'critical',
        title: `The chat template reaches for ${excerpt(part, 60)}`,
        why: 'The attribute leads from a value of the conversation to the classes and functions of Python. Where templates are not rendered in a sandbox this runs code with every prompt.',
        offset,
        ...CODE,
      }
    } else if (part.startsWith('_') && part.length > 1) {
      yield {
        id: 'templates/private-attribute',
        severity: 'medium',
        title: `The chat template uses a private attribute: ${excerpt(part, 60)}`,
        why: 'Names with an underscore in front are internals of Python objects; a sandbox refuses them.',
        offset,
        ...CODE,
      }
    }
  }
}

function* judgeFunction(name: string, offset: number): Generator<TemplateFinding> {
  if (USUAL_FUNCTIONS.has(name)) return
  const dangerous = DANGEROUS_CALLS.has(name) || name.startsWith('__')
  yield {
    id: dangerous ? 'templates/dangerous-call' : 'templates/unusual-function',
    severity: dangerous ? 'high' : 'low',
    title: `The chat template calls ${excerpt(name, 60)}()`,
    why: dangerous
      ? 'The function runs code or reaches files where the environment offers it.'
      : 'Neither Jinja nor the usual runtimes offer a function of this name; the template depends on one that does.',
    offset,
    ...CODE,
  }
}

function* judgeMethod(
  step: Step & { kind: 'attribute' },
  base: Expression | undefined,
  before: readonly Step[],
  constants: Constants,
): Generator<TemplateFinding> {
  if (step.name === 'format' || step.name === 'format_map') {
    const text =
      base === undefined
        ? undefined
        : constantText({ kind: 'postfix', offset: base.offset, base, steps: before }, constants)
    if (text !== undefined && !/\{[^{}]{0,200}[.[]/.test(text)) return
    yield {
      id: 'templates/format-trick',
      severity: text === undefined ? 'medium' : 'high',
      title:
        text === undefined
          ? 'The chat template formats text that it does not hold itself'
          : `The chat template reads attributes through a format string: ${excerpt(text, 60)}`,
      why: 'Fields of `str.format` reach attributes and items of their arguments, which goes around checks on the template itself.',
      offset: step.offset,
      ...CODE,
    }
  } else if (DANGEROUS_CALLS.has(step.name)) {
    yield {
      id: 'templates/dangerous-call',
      severity: 'high',
      title: `The chat template calls .${excerpt(step.name, 60)}()`,
      why: 'No value of a conversation has this method; objects of Python that run code or reach files do.',
      offset: step.offset,
      ...CODE,
    }
  }
}

/** Filters that take the name of an attribute or of another filter. */
const NAMING_FILTERS = new Set([
  'attr',
  'map',
  'select',
  'selectattr',
  'reject',
  'rejectattr',
  'sort',
  'groupby',
  'unique',
  'sum',
  'min',
  'max',
])

function* judgeFilter(step: Step & { kind: 'filter' }, constants: Constants): Generator<TemplateFinding> {
  const texts = NAMING_FILTERS.has(step.name) ? step.args.map(({ value }) => constantText(value, constants)) : []
  for (const text of texts) if (text !== undefined) yield* judgeName(text, step.offset)
  const usesAttr = step.name === 'attr' || (step.name === 'map' && texts[0] === 'attr')
  if (usesAttr) {
    yield {
      id: 'templates/attr-filter',
      severity: 'high',
      title: 'The chat template reads an attribute by a name that is data (the attr filter)',
      why: 'Published templates never need it; it exists to reach names that cannot be written down.',
      offset: step.offset,
      ...CODE,
    }
  } else if (!USUAL_FILTERS.has(step.name)) {
    yield {
      id: 'templates/unusual-filter',
      severity: 'low',
      title: `The chat template uses the filter ${excerpt(step.name, 60)}`,
      why: 'Published chat templates do not use it; it may belong to one runtime only.',
      offset: step.offset,
      ...CODE,
    }
  }
}

function loadsTemplate(offset: number, name: string): TemplateFinding {
  return {
    id: 'templates/loads-template',
    severity: 'high',
    title: `The chat template loads another template (${name})`,
    why: 'What is loaded is not part of the file and was not inspected; runtimes with a loader read it from disk.',
    offset,
    ...CODE,
  }
}

function dunderText(offset: number, text: string): TemplateFinding {
  return {
    id: 'templates/dunder-text',
    severity: 'medium',
    title: `The chat template holds the text ${excerpt(text, 60)}`,
    why: 'It is the name of an internal of Python, which a prompt has no use for.',
    offset,
    ...CODE,
  }
}
