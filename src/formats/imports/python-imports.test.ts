import { describe, expect, it } from 'vitest'
import { readPythonImports } from './python-imports.ts'

/** `module@line`, with what is taken out of it in brackets and the use behind, as a reader would note them. */
function inWords(source: string | Uint8Array): readonly string[] {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  return readPythonImports(bytes).map(({ module, names, line, use }) =>
    [
      `${module}@${line}`,
      ...(names.length === 0 ? [] : [`[${names.join(' ')}]`]),
      ...(use === 'needed' ? [] : [use]),
    ].join(' '),
  )
}

describe('imports of Python source', () => {
  it.each([
    ['nothing', '', []],
    ['a module', 'import numpy', ['numpy@1']],
    ['several, with other names', 'import a.b as c, d ,e', ['a.b@1', 'd@1', 'e@1']],
    ['names out of one', 'from google.cloud import storage as s, bigquery', ['google.cloud@1 [storage bigquery]']],
    ['everything out of one', 'from a import *', ['a@1']],
    ['names in parentheses over lines', 'from a import (\n  b, # c, d\n  e as f,\n)\nimport g', ['a@1 [b e]', 'g@5']],
    ['a line that goes on', 'from a \\\n  import b\nimport \\\n c, \\\r\n d', ['a@1 [b]', 'c@3', 'd@3']],
    [
      'relative ones, which are left out',
      'from . import a\nfrom .b import c\nfrom ...d.e import f\nfrom . a import b',
      [],
    ],
    ['behind a semicolon', 'x = 1; import a; from b import c', ['a@1', 'b@1 [c]']],
    ['behind a colon', 'if x: import a\nclass A: from b import c', ['a@1', 'b@2 [c]']],
    ['inside of functions', 'def f():\n\timport a\n\tasync def g():\n\t\tfrom b import c', ['a@2', 'b@4 [c]']],
    ['Windows and old Mac line ends', 'import a\r\nimport b\rimport c', ['a@1', 'b@2', 'c@3']],
    ['names beyond ASCII', 'import café.ñ', ['café.ñ@1']],
    ['a byte order mark', '\ufeffimport a', ['a@1']],
  ])('%s', (_, source, expected) => {
    expect(inWords(source)).toEqual(expected)
  })

  it.each([
    ['a comment', '# import a\nx = 1 # import b'],
    ['a string', 'x = "import a"\ny = \'import b\''],
    ['a docstring', '"""\nimport a\n"""\ndef f():\n  r\'\'\'\n  from b import c\n  \'\'\''],
    ['a string with a quote in it', 's = "\\" import a"'],
    ['triple quotes with quotes in them', 'x = """a "" \\""" import b """'],
    ['another word', 'imports = 1\nreimport a\nx.import_\nimportant'],
    ['a name that only the run tells', 'importlib.import_module(name)\n__import__("a" + b)\nimport_module(f"x")'],
    ['a relative call', 'import_module(".a", package="b")'],
  ])('%s imports nothing', (_, source) => {
    expect(inWords(source)).toEqual([])
  })

  it('goes on behind a string that is not closed', () => {
    expect(inWords("x = 'it is\nimport a\n")).toEqual(['a@2'])
  })

  it.each([
    ['importlib.import_module("a.b")', ['a.b@1']],
    ["__import__('a')", ['a@1']],
    ['import_module(\n  name="a", package=None)', ['a@1']],
    ['np = pytest.importorskip("numpy")', ['numpy@1 optional']],
  ])('%s', (source, expected) => {
    expect(inWords(source)).toEqual(expected)
  })

  it.each([
    ['try:\n  import a\nexcept ImportError:\n  a = None', ['a@2 optional']],
    ['try:\n  import a\nexcept (ValueError, ModuleNotFoundError) as e:\n  import b', ['a@2 optional', 'b@4 optional']],
    ['try:\n  import a\n\n  # why\n  x = a\nexcept:\n  pass', ['a@2 optional']],
    ['try: import a\nexcept ImportError: a = 0', ['a@1 optional']],
    ['try:\n  import a\nexcept ValueError:\n  pass\nexcept ImportError:\n  pass', ['a@2 optional']],
    ['try:\n  import a\nexcept ValueError:\n  pass', ['a@2']],
    ['try:\n  import a\nfinally:\n  pass', ['a@2']],
    [
      'def f():\n  try:\n    if x:\n      import a\n  except ImportError:\n    pass\n  import b',
      ['a@4 optional', 'b@7'],
    ],
    ['with contextlib.suppress(ImportError):\n  import a', ['a@2 optional']],
    ['if TYPE_CHECKING:\n  import a\nimport b', ['a@2 types', 'b@3']],
    ['if typing.TYPE_CHECKING:\n    from a import (\n        b,\n    )', ['a@2 [b] types']],
    ['if TYPE_CHECKING: import a', ['a@1 types']],
  ])('%j', (source, expected) => {
    expect(inWords(source)).toEqual(expected)
  })

  it('reads bytes of other encodings', () => {
    expect(inWords(Buffer.from('# -*- coding: latin-1 -*-\nx = "\xe9"\nimport a', 'latin1'))).toEqual(['a@3'])
  })
})

const MEGABYTE = 1_000_000

describe('a megabyte of', () => {
  it.each([
    ['the word alone', 'import '],
    ['the word on lines', 'import\n'],
    ['indented imports below a try that nothing handles', ` ${' import a\n'}`],
    ['open parentheses', 'from a import ('],
    ['names without an end', 'from a import (b,'],
    ['quotes', '"""import\\'],
    ['continued lines', 'from \\\n'],
    ['dots', 'from .'],
    ['dotted names that are none', `from ${'a.'.repeat(250)}a b import c\n`],
    ['blanks before dots', `from ${' .'.repeat(250)} ( import c\n`],
    ['blanks', ' '.repeat(100_000) + '\n  import a\n'],
    ['statements on one line', 'try: import a;'],
    ['calls', '__import__('],
  ])('%s is read in no time', (_, piece) => {
    const bytes = Buffer.from(`try:\n${piece.repeat(Math.ceil(MEGABYTE / piece.length))}`)
    const start = performance.now()
    readPythonImports(bytes)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
