import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { isPackageName, parseRequirement, type Requirement } from './pep508.ts'

function parse(text: string): Requirement {
  const parsed = parseRequirement(text, DEFAULT_LIMITS)
  if (parsed.kind === 'problem') throw new Error(`expected ${parsed.problem.expected} at ${parsed.problem.offset}`)
  return parsed.requirement
}

/** `name[extras] specifiers @ url ; marker` */
function inWords({ name, extras, specifiers, url, marker }: Requirement): string {
  const parts = [name + (extras.length > 0 ? `[${extras.join(',')}]` : '')]
  parts.push(...specifiers.map(({ operator, version, offset }) => `${operator}${version}@${offset}`))
  if (url !== undefined) parts.push(`${url.text}@${url.offset}`)
  if (marker !== undefined) parts.push(`; ${marker.text}`)
  return parts.join(' ')
}

describe('parseRequirement', () => {
  it.each([
    ['torch', 'torch'],
    ['  torch  ', 'torch'],
    ['torch==2.1.0', 'torch ==2.1.0@7'],
    ['torch == 2.1.0+cu118', 'torch ==2.1.0+cu118@9'],
    ['transformers>=4.30,<5,!=4.31', 'transformers >=4.30@14 <5@20 !=4.31@24'],
    ['transformers>=4.30,', 'transformers >=4.30@14'],
    ['tokenizers~=0.15.0', 'tokenizers ~=0.15.0@12'],
    ['numpy==1.26.*', 'numpy ==1.26.*@7'],
    ['vllm===0.3.3-custom/7', 'vllm ===0.3.3-custom/7@7'],
    ['epoch==1!2.0rc1', 'epoch ==1!2.0rc1@7'],
    ['scipy (>=1.5, <2)', 'scipy >=1.5@9 <2@15'],
    ['scipy()', 'scipy'],
    ['ray[default, tune]>2', 'ray[default,tune] >2@19'],
    ['ray[]', 'ray'],
    ['Jw.Util_x', 'Jw.Util_x'],
    ['x @ https://e.example/x.zip', 'x https://e.example/x.zip@4'],
    ['x@https://e.example/x;y.zip ; python_version < "3"', 'x https://e.example/x;y.zip@2 ; python_version < "3"'],
    ['x @ https://e.example/x.zip; python_version < "3"', 'x https://e.example/x.zip@4 ; python_version < "3"'],
    ['x[a]>=1;os_name=="nt"', 'x[a] >=1@6 ; os_name=="nt"'],
  ])('%s', (text, expected) => {
    expect(inWords(parse(text))).toBe(expected)
  })

  it.each([
    ['', 'a package name', 0, undefined],
    ['_x', 'a package name', 0, undefined],
    ['-x', 'a package name', 0, undefined],
    ['x_', 'a version specifier, `;` or the end', 1, undefined],
    ['../x', 'a package name', 0, undefined],
    ['café', 'a version specifier, `;` or the end', 3, undefined],
    ['two words', 'a version specifier, `;` or the end', 4, undefined],
    ['x=1.0', 'a version specifier, `;` or the end', 1, 'x'],
    ['x==', 'a version behind `==`', 3, 'x'],
    ['x==${V}', 'a version behind `==`', 3, 'x'],
    ['x=={{ v }}', 'a version behind `==`', 3, 'x'],
    ['x==1.0 y', '`,`, `;` or the end', 7, 'x'],
    ['x(>=1', '`)`', 5, 'x'],
    ['x[a', '`,` or `]`', 3, 'x'],
    ['x[a b]', '`,` or `]`', 4, 'x'],
    ['x @ ', 'a URL', 4, 'x'],
    ['x\u001b[31m==1', 'a version specifier, `;` or the end', 1, undefined],
  ])('not a requirement: %j', (text, expected, offset, name) => {
    const parsed = parseRequirement(text, DEFAULT_LIMITS)
    const problem = parsed.kind === 'problem' ? parsed.problem : undefined
    expect([problem?.expected, problem?.offset, problem?.name?.text]).toEqual([expected, offset, name])
  })

  it('keeps a package whose marker is broken, with the problem', () => {
    const { name, marker } = parse('torch==2.0 ; python_versoin < "3"')
    expect([name, marker]).toEqual([
      'torch',
      { text: 'python_versoin < "3"', problem: { expected: 'a marker variable or quoted text', offset: 0 } },
    ])
  })

  it.each([
    ['a name', 'a'.repeat(513), 'a package name of at most 512 characters'],
    ['a version', `x==${'1'.repeat(513)}`, 'a version of at most 512 characters'],
  ])('rejects %s beyond the limit', (_what, text, expected) => {
    const parsed = parseRequirement(text, DEFAULT_LIMITS)
    expect(parsed.kind === 'problem' && parsed.problem.expected).toBe(expected)
  })

  it.each([
    ['name characters', 'a-'.repeat(500_000)],
    ['extras', `x[${'a,'.repeat(500_000)}`],
    ['specifiers', `x${'>=1,'.repeat(250_000)}?`],
    ['open parentheses in a marker', `x;${'('.repeat(1_000_000)}`],
    ['closed parentheses in a marker', `x;${'('.repeat(300_000)}"a"=="b"${')'.repeat(300_000)}`],
    ['a chain of and', `x;${'os_name=="nt" and '.repeat(55_000)}`],
    ['quotes', `x;${'"'.repeat(1_000_000)}`],
    ['blanks', `x${' '.repeat(1_000_000)}?`],
  ])('reads a megabyte of %s in linear time', (_what, text) => {
    const start = performance.now()
    parseRequirement(text, DEFAULT_LIMITS)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

it.each([
  ['torch', true],
  ['A.b_c-9', true],
  ['a', true],
  ['', false],
  ['-a', false],
  ['a.', false],
  ['a b', false],
  ['a\n', false],
  ['\u001b[31ma', false],
  ['@scope/a', false],
  ['a'.repeat(512), true],
  ['a'.repeat(513), false],
])('isPackageName(%j) is %s', (name, expected) => {
  expect(isPackageName(name, DEFAULT_LIMITS)).toBe(expected)
})
