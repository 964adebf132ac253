import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { parseJinja } from './jinja.ts'
import { jinjaTokens } from './lexer.ts'
import type { Expression } from './syntax.ts'

const parse = (source: string, limits = DEFAULT_LIMITS) => parseJinja(source, limits)

/** An expression in one line, brackets around every chain. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return JSON.stringify(expression.value)
    case 'name':
      return expression.name
    case 'list':
      return `[${expression.items.map(show).join(', ')}]`
    case 'dict':
      return `{${expression.entries.map(({ key, value }) => `${show(key)}: ${show(value)}`).join(', ')}}`
    case 'chain':
      return `(${expression.operands.map((operand, index) => `${index === 0 ? '' : ` ${expression.operators[index - 1]} `}${show(operand)}`).join('')})`
    case 'unary':
      return `(${expression.operator} ${show(expression.operand)})`
    case 'conditional':
      return `(${show(expression.whenTrue)} if ${show(expression.test)} else ${expression.otherwise === undefined ? '' : show(expression.otherwise)})`
    case 'postfix':
      return (
        show(expression.base) +
        expression.steps.map((step) => ('name' in step ? ` ${step.kind}:${step.name}` : ` ${step.kind}`)).join('')
      )
  }
}

const expression = (source: string): string => {
  const [statement] = parse(`{{ ${source} }}`)
  return statement?.kind === 'output' ? show(statement.value) : ''
}

describe('expressions bind as in Jinja', () => {
  it.each([
    ['a or b and not c', '(a or (b and (not c)))'],
    ['not a == b', '(not (a == b))'],
    ['a in b and c not in d', '((a in b) and (c not in d))'],
    ['1 + 2 * 3 - 4', '(1 + (2 * 3) - 4)'],
    ['a ~ b + c', '((a ~ b) + c)'],
    ['2 ** 3 ** 2', '(2 ** 3 ** 2)'],
    ['-a.b|c', '(- a attribute:b filter:c)'],
    ['a if b else c if d', '(a if b else (c if d else ))'],
    ['a.b[0].c(1, x=2)|d("e")', 'a attribute:b item attribute:c call filter:d'],
    ['x is not defined or y is divisibleby 3', '(x test:defined or y test:divisibleby)'],
    ['x is defined and y', '(x test:defined and y)'],
    ['"a" "b" \'c\'', '"abc"'],
    ['"\\x5f\\u005f\\137\\n\\q"', '"___\\n\\\\q"'],
    ['{"a": {"b": 1}}', '{"a": {"b": 1}}'],
    ['[1, 2.5, none, True]', '[1, 2.5, null, true]'],
    ['a[1:2][::-1]', 'a slice slice'],
    ['(a, b)', '[a, b]'],
    ['ns.x', 'ns attribute:x'],
  ])('%s', (source, shown) => {
    expect(expression(source)).toBe(shown)
  })
})

describe('statements', () => {
  it.each([
    ['text {# comment {{ #} text', ['text', 'text']],
    ['{% if a %}1{% elif b %}2{% else %}3{% endif %}', ['if']],
    ['{%- for a, b in x if a is defined recursive -%}{{ a }}{% else %}{% endfor -%}', ['for']],
    ['{% set a, b = 1, 2 %}{% set ns.c = 3 %}{% set d | upper %}x{% endset %}', ['set', 'set', 'set-block']],
    ['{% macro f(a, b=1) %}{{ a }}{% endmacro f %}{% call(x) f(1) %}{% endcall %}', ['macro', 'call']],
    ['{% with a = 1, b = 2 %}{{ a }}{% endwith %}', ['with']],
    ['{% filter upper|trim %}x{% endfilter %}', ['block']],
    ['{% generation %}x{% endgeneration %}{% block a %}{% endblock a %}', ['block', 'block']],
    ['{% include "x" ignore missing %}{% from "y" import z %}', ['load', 'load']],
    ['{% do a.append(1) %}{% for x in y %}{% break %}{% endfor %}', ['do', 'for']],
    ['{% raw %}{{ not parsed {% {% endraw %}{{ a }}', ['text', 'output']],
    ['{{ {"a": {"b": 1}} }}', ['output']],
    ['{ a } { {', ['text']],
  ])('%s', (source, kinds) => {
    expect(parse(source).map(({ kind }) => kind)).toEqual(kinds)
  })
  it('keeps offsets', () => {
    const source = 'abc {{ x.y }} {% if z %}{% endif %}'
    expect(parse(source).map(({ offset }) => source.slice(offset, offset + 5))).toEqual([
      'abc {',
      '{{ x.',
      ' {% i',
      '{% if',
    ])
  })
})

describe('what Jinja refuses', () => {
  it.each([
    ['{{ a', 1],
    ['\n\n{% if a %}', 3],
    ['{% endif %}', 1],
    ['{{ a b }}', 1],
    ['{{ "a }}', 1],
    ['{% raw %}', 1],
    ['{# a', 1],
    ['{% unknown %}', 1],
    ['{{ a. }}', 1],
    ['{{ }}', 1],
    ['{% for in x %}{% endfor %}', 1],
    ['{% set = 1 %}', 1],
    ['{{ a ? b }}', 1],
  ])('%j', (source, line) => {
    expect(() => parse(source)).toThrow(FormatError)
    expect(() => parse(source)).toThrow(expect.objectContaining({ position: { line } }))
  })
})

describe('hostile templates', () => {
  const MEGABYTE = 1 << 20
  it.each([
    ['parentheses', `{{ ${'('.repeat(100_000)}a${')'.repeat(100_000)} }}`],
    ['lists', `{{ ${'['.repeat(100_000)}a${']'.repeat(100_000)} }}`],
    ['nots', `{{ ${'not '.repeat(100_000)} a }}`],
    ['minuses', `{{ ${'- '.repeat(100_000)} a }}`],
    ['ifs', '{% if a %}'.repeat(100_000)],
    ['conditionals', `{{ ${'a if b else '.repeat(100_000)} c }}`],
  ])('%s nested too deep', (_, source) => {
    expect(() => parse(source)).toThrow(LimitError)
  })
  it.each([
    ['attributes', `{{ a${'.b'.repeat(MEGABYTE / 2)} }}`],
    ['sums', `{{ a${' + b'.repeat(MEGABYTE / 4)} }}`],
    ['filters', `{{ a${'|b'.repeat(MEGABYTE / 2)} }}`],
    ['elifs', `{% if a %}${'{% elif b %}'.repeat(50_000)}{% endif %}`],
    ['braces', '{ '.repeat(MEGABYTE / 2)],
    ['a string', `{{ "${'\\x5f'.repeat(MEGABYTE / 4)}" }}`],
    ['blanks', `{{ a ${' '.repeat(MEGABYTE)} }}`],
    ['a number', `{{ ${'1_'.repeat(MEGABYTE / 2)}1 }}`],
    ['blanks in front of raw', `{%${' '.repeat(MEGABYTE)}if a %}{% endif %}`],
  ])('a million of %s are read in linear time', (_, source) => {
    const started = performance.now()
    expect(parse(source).length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
  it('many almost-ends of raw', () => {
    expect(() => parse(`{% raw %}${'{% endraw '.repeat(100_000)}`)).toThrow(FormatError)
  })
  it('tokens are limited', () => {
    expect(() => jinjaTokens('{{ a }}'.repeat(1000), { ...DEFAULT_LIMITS, nodes: 100 })).toThrow(LimitError)
  })
  it('no mutation crashes', async () => {
    const honest =
      "{% for m in messages %}{% if m['role'] == 'user' and m.content is string %}{{ '<|u|>' ~ m.content | trim }}{% elif x not in [1, 2] %}{{ {'a': -1}['a'] }}{% endif %}{% endfor %}"
    expect(await crashes(Buffer.from(honest), (bytes) => parse(Buffer.from(bytes).toString('latin1')))).toEqual([])
  })
})
