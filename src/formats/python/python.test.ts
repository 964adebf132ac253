import { describe, expect, it } from 'vitest'
import { LimitError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { PythonArgument, PythonModule, PythonUse } from './module.ts'
import { readPythonModule } from './python.ts'

const read = (source: Uint8Array | string): PythonModule => readPythonModule(source, DEFAULT_LIMITS)
const calls = (source: Uint8Array | string): readonly string[] =>
  read(source)
    .uses.filter(({ kind }) => kind === 'call')
    .map(({ name, line, column }) => `${name} ${line}:${column}`)

const shown = ({ keyword, type, value }: PythonArgument): string =>
  `${keyword === undefined ? '' : `${keyword}=`}${type}:${value}`

describe('imports', () => {
  const cases: readonly (readonly [source: string, found: string])[] = [
    ['import a.b', '0 a.b'],
    ['import a.b as c, d', '0 a.b as c; 0 d'],
    ['from a import b', '0 a b'],
    ['from . import b', '1  b'],
    ['from ...x.y import (b as c, d,)', '3 x.y b as c; 3 x.y d'],
    ['from a import *', '0 a *'],
    ['import a; import b', '0 a; 0 b'],
    ['if x: import a', '0 a'],
    ['def f():\n  import a', '0 a call'],
    ['from typing import TYPE_CHECKING as T\nif T:\n  import a', '0 typing TYPE_CHECKING as T; 0 a never'],
    ['TYPE_CHECKING = True\nif TYPE_CHECKING:\n  import a', '0 a'],
    ['if __name__ == "__main__":\n  import a', '0 a script'],
    ['__name__ = "__main__"\nif __name__ == "__main__":\n  import a', '0 a'],
    ['__import__("a.b")', '0 a dynamic'],
    ['__import__("a.b", fromlist=["c"])', '0 a.b dynamic'],
    ['import importlib as i\ni.import_module(".x", __package__)', '0 importlib as i; 1 x dynamic'],
  ]
  it.each(cases)('%s', (source, found) => {
    const list = read(source).imports.map(({ level, module, name, alias, runs, dynamic }) =>
      [
        `${level} ${module}`,
        name,
        alias === undefined ? undefined : `as ${alias}`,
        runs === 'import' ? undefined : runs,
        dynamic ? 'dynamic' : undefined,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    )
    expect(list.join('; ')).toBe(found)
  })
})

describe('syntax', () => {
  const cases: readonly (readonly [name: string, source: string, found: readonly string[]])[] = [
    ['general decorators', '@a[0](b).c\ndef f(): ...\nz()', ['<unbound>.a[] 1:2', 'z 3:1']],
    ['with in brackets', 'with (a() as b, c() as d,):\n  e()', ['a 1:7', 'c 1:17', 'e 2:3']],
    [
      'match',
      'match a():\n  case B(x=1) | [c, *_] if d():\n    e()\n  case {"k": 1, **r} as q: f()',
      ['a 1:7', 'd 2:28', 'e 3:5', 'f 4:28'],
    ],
    ['match as a name', 'match = a()\nmatch.b()\nmatch(c)', ['a 1:9', 'a().b 2:1', 'a() 3:1']],
    ['case and type as names', 'case = type = a()\ntype(b)\nprint(case)', ['a 1:15', 'a() 2:1', 'builtins.print 3:1']],
    ['type aliases', 'type X[T] = a()\nb()', ['a 1:13', 'b 2:1']],
    [
      'type parameters',
      'def f[T: (int, str) = int, *Ts, **P](x: T) -> T: a()\nclass C[T](B): b()',
      ['a 1:50', 'b 2:16'],
    ],
    ['exception groups', 'try: a()\nexcept* (A, B): b()\nexcept C, D: c()', ['a 1:6', 'b 2:17', 'c 3:14']],
    [
      'positional parameters',
      'def f(a, /, b, *, c=d(), **e): ...\nlambda a, /, *, b=g(): h()',
      ['d 1:21', 'g 2:19', 'h 2:24'],
    ],
    ['walrus', 'if (n := a()) and [y := b(), y]: c(x := d())', ['a 1:10', 'b 1:25', 'c 1:34', 'd 1:41']],
    [
      'async',
      'async def f():\n  async with a() as b: await c()\n  async for d in e(): ...\n  return [x async for x in g()]',
      ['a 2:14', 'c 2:30', 'e 3:18', 'g 4:28'],
    ],
    ['f-strings in f-strings', `f"{a(f'{b("x")}')!r:>{c()}} {d()=}"`, ['a 1:4', 'b 1:9', 'c 1:23', 'd 1:30']],
    ['the same quotes in f-strings', 'f"{a("b")}" f"{{c()}}" rf"\\{d()}"', ['a 1:4', 'd 1:29']],
    ['f-strings of several lines', "f'''{\na(\n)}{b:{c()}}'''", ['a 2:1', 'c 3:7']],
    ['t-strings', 't"{a()}"', ['a 1:4']],
    ['numbers and keywords', 'x = 1if a()else 0x1for y in 1_0j', ['a 1:9']],
    ['comments and blank lines in blocks', 'if a:\n# c\n\n   # d\n  b()\n\n# e\n  c()', ['b 5:3', 'c 8:3']],
    ['tabs', 'if a:\n\tb()\n        c()', ['b 2:2', 'c 3:9']],
    ['form feeds', 'class A:\n  x = 1\n\f\n  a()\n\fb()', ['a 4:3', 'b 5:2']],
    ['joined lines', 'if a: \\\n  b()\n\\\nc()', ['b 2:3', 'c 4:1']],
    ['carriage returns', 'if a:\r  b()\r\nc()\r', ['b 2:3', 'c 3:1']],
    ['semicolons', 'a(); b();c()', ['a 1:1', 'b 1:6', 'c 1:10']],
    ['ellipsis and matrices', 'a(...) @ b()', ['a 1:1', 'b 1:10']],
    ['conditional chains', 'a() if b() else c() if d() else e()', ['a 1:1', 'b 1:8', 'c 1:17', 'd 1:24', 'e 1:33']],
    ['slices', 'x[a():b():c(), ..., *d()]', ['a 1:3', 'b 1:7', 'c 1:11', 'd 1:22']],
    ['wide characters before', '"😀"; a()', ['a 1:7']],
    ['names in other alphabets', 'ａ()\nｐrint()', ['a 1:1', 'builtins.print 2:1']],
    [
      'print and exec of Python 2',
      'print a(), b()\nprint >>c(), d()\nexec "e()" in f()',
      ['a 1:7', 'b 1:12', 'c 2:9', 'd 2:14', 'builtins.exec 3:1', 'e 3:1', 'f 3:15'],
    ],
    [
      'raise, except and backticks of Python 2',
      'try: raise E, a(), b()\nexcept E, e: `c()`',
      ['a 1:15', 'b 1:20', 'c 2:15'],
    ],
    ['numbers and operators of Python 2', 'x = 0777L <> a() or ur"x"', ['a 1:14']],
    ['parameters of Python 2', 'def f(a, (b, c)=d()): e()\nlambda (a, b): g()', ['d 1:17', 'e 1:23', 'g 2:16']],
  ]
  it.each(cases)('%s', (_, source, found) => {
    expect(calls(source).map((call) => call.replace('<unbound>.', ''))).toEqual(
      found.map((call) => call.replace('<unbound>.', '')),
    )
    expect(read(source).gaps).toEqual([])
  })
})

describe('names', () => {
  const cases: readonly (readonly [source: string, name: string])[] = [
    ['import a.b as c\nc.d()', 'a.b.d'],
    ['import a.b\na.b.c()', 'a.b.c'],
    ['from a import b as c\nc()', 'a.b'],
    ['from .a import b\nb()', '.a.b'],
    ['from . import b\nb.c()', '.b.c'],
    ['import os\ns = os.system\ns()', 'os.system'],
    ['import os\na, (b, c) = 1, (2, os)\nc.f()', 'os.f'],
    ['import os\nclass A:\n  r = os.f\nA.r()', 'os.f'],
    ['import os\nclass A:\n  def __init__(s): s.r = os.f\n  def g(s): s.r()', 'os.f'],
    ['import os\nclass A:\n  r = os.f\nclass B(A):\n  def g(self): self.r()', 'os.f'],
    ['import os\ndef f(x=os): x.g()', 'os.g'],
    ['import os\ndef f():\n  global g\n  g = os.h\ng()', 'os.h'],
    ['for i in range(2):\n  f()\n  import os\n  f = os.g', 'os.g'],
    ['import a\nwith a.b() as c: c.d()', 'a.b().d'],
    ['import a\na.b()[0].c()', 'a.b()[].c'],
    ['def f(x): x.g()', '<dynamic>.g'],
    ['def f(x): x()', '<dynamic>'],
    ['import os\ngetattr(os, x)()', 'os.<dynamic>'],
    ['__import__(x).y()', '<import>.<dynamic>.y'],
    ['[].append(1)', 'list.append'],
    ['def f(): ...\nf()', '<local>.f'],
    ['class A:\n  def f(self): self.g()\n  def g(self): ...', '<local>.A.g'],
    ['def f(open): open()', '<dynamic>'],
    ['print = f\nprint()', '<unbound>.f'],
    ['import random\nrandom._os.f()', 'os.f'],
  ]
  it.each(cases)('%s', (source, name) => {
    const found = read(source).uses.filter(({ kind }) => kind === 'call')
    expect(found.map((use) => use.name)).toContain(name)
  })
})

describe('constants', () => {
  const cases: readonly (readonly [expression: string, value: string, made: PythonArgument['made']])[] = [
    ['"a" "b"', 'ab', 'written'],
    ['"a" + "b" * 2', 'abb', 'computed'],
    ['"".join(["a", "b"])', 'ab', 'computed'],
    ['"cba"[::-1]', 'abc', 'computed'],
    ['"xabcx"[1:-1]', 'abc', 'computed'],
    ['"".join(reversed("cba"))', 'abc', 'computed'],
    ['"%s%c%d" % ("a", 98, 3)', 'ab3', 'computed'],
    ['"{}{1}{x}".format("a", "b", x="c")', 'abc', 'computed'],
    ['f"{"a"}b{3}"', 'ab3', 'computed'],
    ['"axc".replace("x", "b")', 'abc', 'computed'],
    ['"A-B".lower().split("-")[1]', 'b', 'computed'],
    ['chr(97) + chr(0x62)', 'ab', 'decoded'],
    ['"".join(chr(c - 1) for c in [98, 99])', 'ab', 'decoded'],
    ['"".join(chr(a ^ b) for a, b in zip([96, 99], b"\\x01\\x01"))', 'ab', 'decoded'],
    ['"".join(map(chr, range(97, 100)))', 'abc', 'decoded'],
    ['bytes([97, 98]).decode()', 'ab', 'decoded'],
    ['bytes.fromhex("61 62").decode("ascii")', 'ab', 'decoded'],
    ['"nop".encode().decode("rot13")', 'abc', 'decoded'],
    ['__import__("codecs").decode("nop", "rot_13")', 'abc', 'decoded'],
    ['__import__("base64").b64decode("YWI=").decode()', 'ab', 'decoded'],
    ['__import__("base64").b32decode("MFRA====").decode()', 'ab', 'decoded'],
    ['__import__("base64").b85decode("VPX").decode()', 'ab', 'decoded'],
    ['__import__("base64").a85decode("@:B").decode()', 'ab', 'decoded'],
    ['__import__("binascii").unhexlify("6162").decode()', 'ab', 'decoded'],
    [`__import__("zlib").decompress(bytes.fromhex("789c4b4c0200012600c4")).decode()`, 'ab', 'decoded'],
    ['"\\x61\\142\\u0063\\\nd"', 'abcd', 'written'],
    ['r"\\x61"', '\\x61', 'written'],
  ]
  it.each(cases)('%s', (expression, value, made) => {
    const use = read(`f(${expression})`).uses.find(({ name }) => name === '<unbound>.f')
    expect(use?.arguments).toMatchObject([{ type: 'text', value, length: value.length, made }])
  })

  it('are cut, with their length', () => {
    const [argument] = read(`f("${'x'.repeat(5000)}")`).uses[0]?.arguments ?? []
    expect(argument).toMatchObject({ length: 5000, value: 'x'.repeat(120) })
  })

  it('are told apart from names and from what is not known', () => {
    const use = read('import a\nf(a.b, "x", b"y", 1, None, [1, "z"], c(), k=True, *d, **e)').uses.find(({ name }) =>
      name.endsWith('.f'),
    )
    expect(use?.arguments.map(shown)).toEqual([
      'names:a.b',
      'text:x',
      'bytes:y',
      'number:1',
      'constant:None',
      'list:1 z',
      'names:<unbound>.c()',
      'k=constant:True',
      '*=names:<unbound>.d',
      '**=names:<unbound>.e',
    ])
  })
})

describe('when code runs', () => {
  const when = (source: string): readonly string[] =>
    read(source)
      .uses.filter(({ name }: PythonUse) => name.endsWith('.x'))
      .map(({ within, runs }) => `${within} ${runs}`)
  const cases: readonly (readonly [source: string, found: string])[] = [
    ['x()', ' import'],
    ['def f(): x()', 'f call'],
    ['def f(): x()\nf()', 'f import'],
    ['class A:\n  x()', ' import'],
    ['class A:\n  def f(self): x()', 'A.f call'],
    ['class A:\n  def __init__(self): x()\nA()', 'A.__init__ import'],
    ['class A:\n  def __init__(self): x()\nregister(A)', 'A.__init__ call'],
    ['class A:\n  def f(self): x()\na = A()\na.f()', 'A.f import'],
    ['def f(): x()\nregister(f)', 'f import'],
    ['def f(): x()\ntable = {1: f}', 'f call'],
    ['@torch.no_grad()\ndef f(): x()', 'f call'],
    ['def f(y=x()): ...', ' import'],
    ['lambda: x()', '<lambda 0> call'],
    ['(lambda: x())()', '<lambda 1> import'],
    ['def f():\n  def g(): x()\n  g()\nf()', 'f.g import'],
    ['def __getattr__(n): x()', '__getattr__ import'],
    ['if __name__ == "__main__": x()', ' script'],
    ['def f(): x()\nif __name__ == "__main__": f()', 'f call'],
    ['import typing\nif typing.TYPE_CHECKING: x()\nelse: x()', ' never;  import'],
  ]
  it.each(cases)('%s', (source, found) => {
    expect(when(source).join('; ')).toBe(found)
  })
})

describe('what is not read is listed', () => {
  const cases: readonly (readonly [
    name: string,
    source: Uint8Array | string,
    gaps: readonly string[],
    stillFound: readonly string[],
  ])[] = [
    ['a broken line', 'a()\nb(] 1\nc()', ['2-2 syntax'], ['a', 'c']],
    ['a broken line in a block', 'if a:\n  b ) c\n  d()\ne()', ['2-2 syntax'], ['d', 'e']],
    ['a broken header', 'a()\nif b ) c:\n  d()\ne()', ['2-2 syntax'], ['a', 'd', 'e']],
    ['an open bracket', 'a(\nimport b\nb.c()', ['1-1 syntax'], ['b.c']],
    ['an open string', 'a("b\nc()', ['1-2 syntax'], []],
    ['an open long string', 'a()\nb("""c\nd()', ['2-3 syntax'], ['a']],
    ['an open f-string', 'a()\nb(f"{c\nimport d\nd.e()', ['2-2 syntax'], ['a', 'd.e']],
    ['a column between two blocks', 'if a:\n    b()\n  c()\nd()', ['3-3 syntax'], ['b', 'c', 'd']],
    ['a character of no operator', 'a()\nb ? c\nd()', ['2-2 syntax'], ['a', 'd']],
    ['half a line', 'a(); b) ; c()\nd()', ['1-1 syntax'], ['d']],
    ['a null byte', 'a()\0b()\nc()', ['1-3 null-byte'], ['a', 'b', 'c']],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0x28, 0x29, 0x0a, 0x22, 0xff, 0x22]), ['1-2 encoding'], ['a']],
    ['an unknown encoding', '# coding: utf-7\na()', [], ['a']],
    ['an unknown encoding in bytes', Buffer.from('# coding: utf-7\na()'), ['1-2 encoding'], ['a']],
    ['a mark and another encoding', Buffer.from('\ufeff# coding: latin-1\na()'), ['1-2 encoding'], ['a']],
    ['UTF-16, which Python does not read', Buffer.from('\ufeffa()', 'utf16le'), ['1-1 encoding'], ['a']],
  ]
  it.each(cases)('%s', (_, source, gaps, still) => {
    const module = read(source)
    expect(module.gaps.map(({ from, to, reason }) => `${from}-${to} ${reason}`)).toEqual(gaps)
    expect(module.uses.filter(({ kind }) => kind === 'call').map(({ name }) => name.replace('<unbound>.', ''))).toEqual(
      still,
    )
  })

  it('names the words of the lines', () => {
    expect(read('x = ) exec(os.system)').gaps[0]?.words).toEqual(['x', 'exec', 'os', 'system'])
  })
})

describe('encodings', () => {
  const cases: readonly (readonly [name: string, bytes: Uint8Array, text: string])[] = [
    ['UTF-8', Buffer.from('f("é")'), 'é'],
    ['a byte order mark', Buffer.from('\ufefff("é")'), 'é'],
    ['Latin-1', Buffer.from('# -*- coding: latin-1 -*-\nf("é")', 'latin1'), 'é'],
    ['the second line', Buffer.from('#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :\nf("é")', 'latin1'), 'é'],
    ['Windows', Buffer.from([...Buffer.from('#coding=cp1252\nf("'), 0x80, ...Buffer.from('")')]), '€'],
    ['Cyrillic', Buffer.from([...Buffer.from('#coding: koi8-r\nf("'), 0xc1, ...Buffer.from('")')]), 'а'],
    ['not behind code', Buffer.from('x = 1\n# coding: latin-1\nf("é")'), 'é'],
  ]
  it.each(cases)('%s', (_, bytes, text) => {
    const module = read(bytes)
    expect(module.gaps).toEqual([])
    expect(module.uses.at(-1)?.arguments[0]?.value).toBe(text)
  })
})

it('crosses worker threads', () => {
  const module = read('import os\nclass A(B):\n  def f(self): os.f(1)\n')
  expect(structuredClone(module)).toEqual(module)
  expect(
    module.definitions.map(({ kind, name, bases, methods, line }) => ({ kind, name, bases, methods, line })),
  ).toEqual([
    { kind: 'class', name: 'A', bases: ['<unbound>.B'], methods: ['f'], line: 2 },
    { kind: 'function', name: 'A.f', bases: [], methods: [], line: 3 },
  ])
})

it('refuses a source beyond the limit', () => {
  expect(() => readPythonModule('x = 1\n'.repeat(10), { ...DEFAULT_LIMITS, fileBytes: 20 })).toThrow(LimitError)
})
