import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { lexShell } from './shell.ts'
import type { ShellCommand } from './shell-syntax.ts'

function commandsOf(text: string, given: Readonly<Record<string, string>> = {}): readonly ShellCommand[] {
  return lexShell(text, { limits: DEFAULT_LIMITS, variable: (name) => given[name] }).commands
}

/** Words joined by `|`; `?` behind those with a part that only the run can tell. */
function inWords({ words }: ShellCommand): string {
  return words.map((word) => (word.unknown.length > 0 ? `${word.text}?` : word.text)).join('|')
}

describe('commands and words', () => {
  it.each([
    ['a b  c', 'a|b|c'],
    ['a "b c" \'d e\' f\\ g', 'a|b c|d e|f g'],
    ['a "b\\"c" "d\\e" "f\\$g"', 'a|b"c|d\\e|f$g'],
    ['a b"c"\'d\'e', 'a|bcde'],
    ['a "" b', 'a||b'],
    ['a;b&&c||d|e&f', 'a', 'b', 'c', 'd', 'e', 'f'],
    ['a \\\n b', 'a|b'],
    ['a \\\r\n b\r\nc', 'a|b', 'c'],
    ['a # b\nc', 'a', 'c'],
    ['a b#c', 'a|b#c'],
    ['(a; b) && { c; }', 'a', 'b', 'c'],
    ['if a; then b; elif c; then d; else e; fi', 'a', 'b', 'c', 'd', 'e'],
    ['while a; do b; done', 'a', 'b'],
    ['! a', 'a'],
    ['case x in a) c ;; b) d ;; esac', 'c', 'd'],
    ['case x in (a) c ;; esac', 'case|x|in', 'a', 'c'],
    ['a $(b c) d', 'b|c', 'a|$(b c)?|d'],
    ['a "$(b "c d")"', 'b|c d', 'a|$(b "c d")?'],
    ['a `b c`', 'b|c', 'a|`b c`?'],
    ['a <(b c)', 'b|c', 'a|<(b c)?'],
    ['a $((1 << 2)) b', 'a|$((1 << 2))?|b'],
    ['(( a << b )); c', 'c'],
    ['a >b 2>&1 <c >>d &>e f', 'a|f'],
    ['a <<X b\nbody\nX\nc', 'a|b', 'c'],
    ["a <<'X' <<-Y\n1\nX\n\t2\n\tY\nc", 'a', 'c'],
    ['a <<< b c', 'a|c'],
    ['f() { a; }', 'f', 'a'],
    ['a $1 $@ "$#"', 'a|$1?|$@?|$#?'],
    ["a $'b c'", 'a|b c'],
    ['a $', 'a|$'],
  ])('%j', (text, ...commands) => {
    expect(commandsOf(text).map(inWords)).toEqual(commands)
  })
})

describe('variables', () => {
  it.each([
    ['A=1; x $A ${A} "$A" $AB', 'x|1|1|1|$AB?'],
    ['A="1 2"; x $A "$A"', 'x|1|2|1 2'],
    ['A=; x $A b', 'x|b'],
    ['A=1 x $A', 'x|$A?'],
    ['export A=1; x $A', 'export|A=1', 'x|1'],
    ['A=1; unset A; x $A', 'unset|A', 'x|$A?'],
    ['A=1; read A; x $A', 'read|A', 'x|$A?'],
    ['A=1; A+=2; x $A', 'x|$A?'],
    ['A=$B; x $A', 'x|$A?'],
    ['x $G ${G:-0} ${N:-0} ${N-"q"} ${G%x}', 'x|9|9|0|${N-"q"}?|${G%x}?'],
    ['A=1; (A=2; x $A); y $A', 'x|2', 'y|1'],
    ['if a; then A=1; x $A; fi; y $A', 'a', 'x|1', 'y|$A?'],
    ['a || A=1; x $A', 'a', 'x|$A?'],
    ['A=(1 "2 3"); x "${A[@]}" $A', 'x|1|2 3|1'],
    ['A=(1); A+=(2); x ${A[@]}', 'x|1|2'],
    ['for A in 1 2; do x $A b$A; done', 'for|A|in|1|2', 'x|1|2|b$A?'],
    ["A='$(x)'; y $A", 'y|$(x)'],
    ['A=1; B=$A$A; x $B', 'x|11'],
  ])('%j', (text, ...commands) => {
    const found = commandsOf(text, { G: '9' }).filter(({ words }) => words.length > 0)
    expect(found.map(inWords)).toEqual(commands)
  })

  it('a command knows the values of its time, and PWD follows cd', () => {
    const lookups = commandsOf('A=1; x; A=2; y; cd a; z; (cd b; v); w; cd $C; u').filter(
      ({ words }) => words[0]?.text !== 'cd',
    )
    const shown = lookups.flatMap(({ words, variable }) =>
      words.length === 0 ? [] : [`${words[0]?.text} ${variable('A')} ${variable('PWD')}`],
    )
    expect(shown).toEqual([
      'x 1 undefined',
      'y 2 undefined',
      'z 2 undefined',
      'v 2 undefined',
      'w 2 undefined',
      'u 2 undefined',
    ])
    const placed = commandsOf('cd a; z; (cd ../b; v); w', { PWD: '/r' }).flatMap(({ words, variable }) =>
      words[0]?.text === 'cd' ? [] : [`${words[0]?.text} ${variable('PWD')}`],
    )
    expect(placed).toEqual(['z /r/a', 'v /r/b', 'w /r/a'])
  })
})

describe('places', () => {
  it.each([
    ['a "bc"', 1, 0, 3],
    ['a \\\n  b', 1, 0, 6],
    ['A=12; b x$A', 1, 1, 2],
    ['b x$G', 1, 1, 3],
    ['a b\\"c', 1, 2, 5],
  ])('%j: character %#', (text, word, character, offset) => {
    const command = commandsOf(text, { G: '9' }).at(-1)
    expect(command?.words[word]?.original(character)).toBe(offset)
  })
})

describe('redirects and here-documents', () => {
  it.each([
    ['a b>1', '> 1 attached'],
    ['a b >1', '> 1'],
    ['a b 2>1', '> 1'],
    ['a b2>1', '> 1 attached'],
    ['a &>> f', '&>> f'],
  ])('%s', (text, expected) => {
    const [redirect] = commandsOf(text)[0]?.redirects ?? []
    expect(`${redirect?.operator} ${redirect?.target.text}${redirect?.attached === true ? ' attached' : ''}`).toBe(
      expected,
    )
  })

  it('bodies belong to their command', () => {
    const [command] = commandsOf('a <<-X <<"Y"; b\n\tone\n\tX\ntwo\nY\n')
    expect(command?.hereDocuments.map(({ body, expands, strips }) => [body.text, expands, strips])).toEqual([
      ['one\n', true, true],
      ['two\n', false, false],
    ])
  })
})

describe('what is never closed is closed and told', () => {
  it.each(['a "b', "a 'b", 'a $(b', 'a ${b', '(a', 'a `b'])('%s', (text) => {
    const { commands, issues } = lexShell(text, { limits: DEFAULT_LIMITS })
    expect(commands.some(({ words }) => words[0]?.text === 'a')).toBe(true)
    expect(issues).toHaveLength(1)
  })

  it('nesting beyond the limit ends the reading, with what was understood', () => {
    const { commands, issues } = lexShell(`a; ${'(b;'.repeat(1000)}`, { limits: { ...DEFAULT_LIMITS, depth: 10 } })
    expect(commands[0]?.words[0]?.text).toBe('a')
    expect(issues[0]?.message).toContain('deeper than 10')
  })
})

describe('other escape characters', () => {
  it.each([
    ['`', 'a `\n b C:\\x', 'a|b|C:\\x'],
    ['^', 'a ^\n b C:\\x', 'a|b|C:\\x'],
  ] as const)('%s', (escape, text, expected) => {
    expect(lexShell(text, { limits: DEFAULT_LIMITS, escape }).commands.map(inWords)).toEqual([expected])
  })
})

describe('a megabyte of nastiness is read in linear time', () => {
  it.each([
    '\\',
    '"',
    "'",
    '$((',
    '$(',
    '(',
    ')',
    '`',
    '${',
    '${A}',
    'A=$A$A\n',
    'A=x;B=$A$B\n',
    '<<a ',
    '<<a\n',
    'if a; then A=1;',
    'if a; then A=1;fi;',
    'case a in b) ',
    'A+=(a);',
    'A=(',
    'for a in b;do ',
    ';',
    '>',
    'a>b ',
    '$(a)',
    'a"b"',
    '&',
    '#',
    '$',
    'cd a;',
    '((',
    '"$(',
    '$((${',
    'a=$(',
    '{ ',
    '[[ ',
    'A=1 ',
    'unset A;',
  ])('%j', (piece) => {
    const text = piece.repeat(Math.floor((1 << 20) / piece.length))
    const before = performance.now()
    lexShell(text, { limits: DEFAULT_LIMITS })
    lexShell(`A=${'x'.repeat(2000)}; ${text}`, { limits: DEFAULT_LIMITS })
    expect(performance.now() - before).toBeLessThan(8000)
  })
})
