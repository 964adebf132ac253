import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import {
  assemble,
  bytes,
  call,
  global,
  integer,
  type Part,
  raw,
  sourceOf,
  stackGlobal,
  text,
  tuple,
} from '../../../test/support/pickle-assembler.ts'
import { decompile, decompileCall, decompileChange } from './decompile.ts'
import { inspectPickle } from './inspect-pickle.ts'

async function lines(...parts: readonly Part[]): Promise<readonly string[]> {
  const report = await inspectPickle(sourceOf(assemble(...parts, 'STOP')), { interestOf: () => 'every' })
  const [{ calls, changes, streams }] = report.readings
  const values = streams.flatMap(({ value }) => (value === undefined ? [] : [decompile(value)]))
  return [...calls.map(decompileCall), ...changes.map(decompileChange), ...values]
}

const f = global('m', 'f')
const dict = (...pairs: readonly Part[]): Part => ['EMPTY_DICT', 'MARK', pairs, 'SETITEMS']

const CASES: readonly (readonly [string, readonly Part[], string])[] = [
  ['a call', [call(f, text("it's"), integer(1))], "m.f('it\\'s', 1)"],
  ['a builtin', [call(global('builtins', 'eval'), text('1'))], "eval('1')"],
  ['keywords', [f, tuple(integer(1)), dict(text('a'), 'NONE'), 'NEWOBJ_EX'], "m.f(1, **{'a': None})"],
  ['BUILD with a dict', [f, dict(text('x'), integer(1)), 'BUILD'], "vars(m.f).update({'x': 1})"],
  ['BUILD with something else', [f, tuple('NONE'), 'BUILD'], 'm.f.__setstate__((None,))'],
  ['SETITEM', [f, text('k'), integer(1), 'SETITEM'], "m.f['k'] = 1"],
  ['SETITEMS', [f, 'MARK', text('k'), integer(1), 'SETITEMS'], "m.f.update({'k': 1})"],
  ['APPEND', [f, integer(1), 'APPEND'], 'm.f.append(1)'],
  ['ADDITEMS', [f, 'MARK', integer(1), 'ADDITEMS'], 'm.f.update([1])'],
  [
    'a name that is no identifier',
    [call(stackGlobal('a b', 'c\u001b'))],
    "getattr(importlib.import_module('a b'), 'c\\x1b')()",
  ],
  ['bytes', [call(f, bytes(raw('\xe9')))], "m.f(b'\\xe9')"],
]

describe('a pickle as a line of Python', () => {
  it.each(CASES)('%s', async (_what, parts, line) => expect((await lines(...parts))[0]).toBe(line))

  const LONG: readonly Part[] = [
    call(f, text('x'.repeat(5000))),
    call(f, ...Array.from({ length: 90 }, (_, index) => text(`argument ${index}`))),
    call(f, dict(...Array.from({ length: 90 }, (_, index) => [text(`key ${index}`), integer(index)] as const))),
    call(f, ...Array.from({ length: 7 }, () => tuple(tuple(tuple(text('y'.repeat(70))))))),
    call(stackGlobal('m'.repeat(300), 'n'.repeat(300)), text('z'.repeat(300))),
    call(f, ['LONG', raw(`${'9'.repeat(900)}L\n`)], 'EXT1', raw([3]), 'NEXT_BUFFER'),
  ]

  it('is cut where it is too long, and stays Python', async () => {
    const all = [
      ...(await Promise.all(CASES.map(([, parts]) => lines(...parts)))),
      ...(await Promise.all(LONG.map((part) => lines(part)))),
    ].flat()
    expect(all.filter((line) => line.length > 300)).toEqual([])
    const python = spawnSync(
      'python3',
      ['-c', 'import ast, json, sys; [ast.parse(line) for line in json.load(sys.stdin)]'],
      {
        input: JSON.stringify(all),
      },
    )
    // Without python3 only the length is looked at.
    if (python.error === undefined) expect(python.stderr.toString()).toBe('')
  })
})
