import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readPythonModule } from './python.ts'

const MEGABYTE = 1_000_000
const fill = (text: string, length = MEGABYTE): string => text.repeat(Math.ceil(length / text.length))

/** About a megabyte each; ordinary code takes about a tenth of a second. */
const CASES: readonly (readonly [name: string, source: string])[] = [
  ['brackets in brackets', '('.repeat(100_000) + ')'.repeat(100_000)],
  ['open brackets', '('.repeat(100_000)],
  ['calls in calls', 'f('.repeat(100_000)],
  ['attributes', `a${fill('.b')}`],
  ['calls of calls', `a${fill('()')}`],
  ['items of items', `a${fill('[0]')}`],
  ['signs', `x=${fill('-')}1`],
  ['not', `x=${fill('not ')}1`],
  ['sums', `x=${fill('1+')}1`],
  ['powers', `x=${fill('1**')}1`],
  ['comparisons', `x=${fill('a<')}a`],
  ['lambdas', `x=${fill('lambda:')}1`],
  ['conditions', `x=${fill('1 if 2 else ')}1`],
  ['every operator in brackets', `x=${'(a or b and not c < d | e ^ f & g << h + i * - j ** '.repeat(20_000)}`],
  ['blocks in blocks', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')],
  ['broken headers', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}if ) :\n`).join('')],
  ['broken lines', fill(') ] }\n')],
  ['unclosed brackets', fill('(\nimport x\n')],
  ['quotes', '"""'.repeat(300_001)],
  ['f-strings in f-strings', 'f"{'.repeat(300_000)],
  ['formats in formats', 'f"{x:'.repeat(200_000)],
  ['match without cases', fill('match x\n')],
  ['null bytes', fill('\0')],
  ['form feeds', fill('\f\n')],
  ['joined lines', fill('\\\n')],
  ['doubled texts', `a="x"\n${fill('a=a+a\n')}`],
  ['doubled lists', `a=[1]\n${fill('a=a+a\n')}`],
  ['lists of themselves', `a=[]\n${fill('a.append(a)\nf(a)\n')}`],
  [
    'many alternatives',
    `${Array.from({ length: 50 }, (_, i) => `import m${i} as x\n`).join('')}${fill('x.y(x,x,x)\n')}`,
  ],
  ['sums of alternatives', `${Array.from({ length: 9 }, (_, i) => `a="${i}"\n`).join('')}${fill('a=a+a+a+a\n')}`],
  ['replacements that grow', `a="x"*1000000\n${fill('b=a.replace("x","yy")\n')}`],
  ['decoders', `import base64, zlib\na="QUFB"*200000\n${fill('zlib.decompress(base64.b64decode(a))\n')}`],
  ['comprehensions over constants', fill('[chr(c) for c in range(4000)]\n', 200_000)],
  ['comprehensions in comprehensions', `x=${'['.repeat(90)}1${' for a in range(4000)]'.repeat(90)}`],
  ['maps', `a=[1]*4096\n${fill('map(chr,a)\n')}`],
  ['a text that runs itself', 's="exec(s);"*20000\nexec(s)'],
  ['many texts', Array.from({ length: 20_000 }, (_, i) => `exec("x=${i};"*1000)\n`).join('')],
  ['functions that call the next', Array.from({ length: 40_000 }, (_, i) => `def f${i}(): f${i + 1}()\n`).join('')],
  ['classes of classes', Array.from({ length: 30_000 }, (_, i) => `class C${i + 1}(C${i}): ...\n`).join('')],
  ['star imports', Array.from({ length: 20_000 }, (_, i) => `from m${i} import *\nf()\n`).join('')],
  ['a large tuple as a target', `${fill('a,')}=1`],
  ['a large pattern', `match x:\n  case [${fill('a,')}]: ...`],
  ['many arguments', `f(${fill('a,')})`],
]

describe('nasty source', () => {
  it.each(CASES)('%s: bounded, and never clean where a bound ended it', { timeout: 30_000 }, (_, source) => {
    const start = performance.now()
    const module = readPythonModule(`${source}\n`, DEFAULT_LIMITS)
    // A multiple of what it takes on a quiet machine; a quadratic reader would need minutes.
    expect(performance.now() - start).toBeLessThan(15_000)
    expect(module.gaps.length).toBeLessThanOrEqual(102)
  })

  it('reads chains of any length in full', () => {
    const { gaps, uses } = readPythonModule(
      `import a\na${'.b'.repeat(400_000)}()\nx = ${'1+'.repeat(400_000)}a.c()\n`,
      DEFAULT_LIMITS,
    )
    expect(gaps).toEqual([])
    expect(uses.map(({ name }) => name)).toContain('a.c')
  })

  it('says where nesting ends the reading', () => {
    const { gaps, uses } = readPythonModule(`f(${'('.repeat(300)}eval("1")${')'.repeat(300)})\ng()\n`, DEFAULT_LIMITS)
    expect(gaps).toMatchObject([{ from: 1, to: 1, reason: 'limit', words: ['f', 'eval'] }])
    expect(uses.map(({ name }) => name)).toEqual(['<unbound>.g'])
  })

  it('says that the limit of nodes ended the reading', () => {
    const { gaps } = readPythonModule('f(a, b, c)\n'.repeat(1000), { ...DEFAULT_LIMITS, nodes: 1000 })
    expect(gaps.map(({ reason }) => reason)).toContain('limit')
  })

  it('survives mutations of ordinary code', { timeout: 60_000 }, async () => {
    const honest = Buffer.from(
      `import os as o\nclass A(B, metaclass=M):\n  @d(1)\n  async def f(self, *a, k=f"{x!r:>{y}}", **b) -> int:\n    with (g() as h, i):\n      return [j for j in "a" "b"[::-1] if (k := j)]\nmatch m:\n  case {"a": [b, *_]} if c: exec("o.system('x')")\n`,
    )
    expect(await crashes(honest, (bytes) => readPythonModule(bytes, DEFAULT_LIMITS))).toEqual([])
  })
})
