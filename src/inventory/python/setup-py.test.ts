import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { setupPy } from './setup-py.ts'

const read = (text: string, path = 'setup.py'): Promise<Extraction> => setupPy.extract(fileOf(path, text))
const fixture = (name: string): string => readFileSync(new URL(`./fixtures/setup-py/${name}`, import.meta.url), 'utf8')

describe('setup.py', () => {
  it('gives what is given to setup(), put together from constants', async () => {
    const found = await read(fixture('setup.py'))
    expect(found.diagnostics).toEqual([])
    expect([...new Set(mentionsInWords(found))]).toEqual([
      'numpy >=1.22,<2 (pep440) registry requires runtime direct:yes 15:13',
      'torch ==2.1.0 registry requires runtime direct:yes 16:5',
      'torchvision >=2.1.0 (pep440) registry requires runtime direct:yes 17:5',
      'importlib-metadata any registry requires runtime direct:yes 18:6 ; python_version < "3.10"',
      'pywin32 >=306 (pep440) registry requires runtime direct:yes 21:39',
      'setuptools-scm any registry requires build direct:yes 37:26',
      'cupy-cuda12x ==13.0.0 registry requires optional [extra:gpu] direct:yes 24:28',
      'typed-ast any registry requires runtime direct:yes 25:34 ; python_version < "3.8"',
      'cupy-cuda12x ==13.0.0 registry requires optional [extra:dev] direct:yes 24:28',
      'pytest >=8 (pep440) registry requires optional [extra:dev] direct:yes 27:43',
      'cupy-cuda12x ==13.0.0 registry requires optional [extra:all] direct:yes 24:28',
      'typed-ast any registry requires optional [extra:all] direct:yes 25:34',
      'pytest >=8 (pep440) registry requires optional [extra:all] direct:yes 27:43',
    ])
  })

  it('follows a function of its own into the file it reads', async () => {
    const found = await read(fixture('dynamic/setup.py'), 'lib/setup.py')
    expect(found.diagnostics).toEqual([])
    expect(found.includes).toMatchObject([
      { path: 'lib/requirements.txt', role: 'requires', extractor: 'python/requirements' },
    ])
    expect(mentionsInWords(found)).toEqual([
      'pytest ==8.0.0 registry requires development [group:tests] direct:yes 13:29',
    ])
  })

  it.each([
    ['open("r.txt").read().splitlines()', 'r.txt'],
    ['[l for l in open("r.txt").readlines() if not l.startswith("#")]', 'r.txt'],
    ['list(map(str.strip, open("r.txt")))', undefined],
    ['open(os.path.join(os.path.dirname(__file__), "deps", "r.txt")).readlines()', 'deps/r.txt'],
    ['(Path(__file__).parent / "r.txt").read_text().split("\\n")', 'r.txt'],
    ['Path("r.txt").read_text().splitlines()', 'r.txt'],
    ['here.joinpath("r.txt").read_text().split()', undefined],
    ['parse_requirements("r.txt", session="x")', 'r.txt'],
    ['[str(r.req) for r in parse_requirements("r.txt", session=False)]', 'r.txt'],
    ['io.open("r.txt", encoding="utf-8").read().strip().split("\\n")', 'r.txt'],
  ])('install_requires=%s reads a file', async (expression, path) => {
    const found = await read(`from setuptools import setup\nsetup(install_requires=${expression})\n`)
    if (path === undefined) return expect(found.diagnostics.length + found.includes.length).toBeGreaterThan(0)
    expect(found.includes.map((one) => one.path)).toEqual([path])
  })

  it.each([
    ['with open("r.txt") as f:\n    required = f.read().splitlines()\nsetup(install_requires=required)', 'r.txt'],
    ['reqs = []\nfor line in open("r.txt"):\n    reqs.append(line.strip())\nsetup(install_requires=reqs)', 'r.txt'],
    ['def main():\n    setup(install_requires=open("r.txt").readlines())\nmain()', 'r.txt'],
  ])('%j reads a file', async (text, path) => {
    expect((await read(text)).includes.map((one) => one.path)).toEqual([path])
  })

  it.each([
    ['setup(install_requires=["a==1"] + ["b==2"])', 'a@1 b@2'],
    ['x = ["a==1"]\nx += ["b==2"]\nsetup(install_requires=x)', 'a@1 b@2'],
    ['c = dict(install_requires=["a==1"])\nsetup(**c)', 'a@1'],
    ['c = {"install_requires": ["a==1"]}\nc["install_requires"].append("b==2")\nsetup(name="x", **c)', 'a@1 b@2'],
    ['setup(install_requires="a==1\\nb==2")', 'a@1 b@2'],
    ['setup(install_requires="""\n  a==1\n  # no\n  b==2\n""")', 'a@1 b@2'],
    ['import setuptools\nsetuptools.setup(install_requires=("a==1",))', 'a@1'],
    ['def r():\n  return ["a==1"]\nsetup(install_requires=r())', 'a@1'],
    ['V = {"a": "1"}\nsetup(install_requires=["a==" + V["a"], "b=={}".format("2")])', 'a@1 b@2'],
    ['try:\n  x = ["a==1"]\nexcept Exception:\n  x = x + ["b==2"]\nsetup(install_requires=x)', 'a@1 b@2'],
    [
      'for p in ["a==1", "b==2"]:\n  x.append(p)\nx = []\nfor p in ["a==1"]:\n  x.append(p)\nsetup(install_requires=x)',
      'a@1',
    ],
    ['setup(install_requires=["a==1" if old else "a==2"])', 'a@1 a@2'],
    ['print "python 2"\nsetup(install_requires=["a==1"])', 'a@1'],
  ])('%j', async (text, expected) => {
    const found = await read(text)
    expect(found.mentions.map(({ key }) => key).join(' ')).toBe(expected)
    expect(found.diagnostics).toEqual([])
  })

  it.each([
    ['setup(install_requires=compute())', 'FORMAT_PARTIAL 1:24 expected constants in install_requires'],
    ['setup(install_requires=["a==1", os.environ["X"]])', 'FORMAT_PARTIAL 1:33 expected constants in install_requires'],
    ['setup(**compute())', 'FORMAT_PARTIAL 1:1 expected constants in keywords of setup()'],
    ['setup(extras_require=compute())', 'FORMAT_PARTIAL 1:22 expected constants in extras_require'],
    ['setup(install_requires=open("../../r.txt"))', 'FORMAT_OUTSIDE 1:24 expected a file inside the scanned folder'],
    ['setup(install_requires=["a==1", "b ~ 1"])', 'FORMAT_PARTIAL 1:36 expected'],
  ])('%j says what is missing', async (text, expected) => {
    expect(diagnosticsInWords(await read(text))[0]).toContain(expected)
  })

  it.each([
    ['doubled lists', `x = ["a==1"]\n${'x = x + x\n'.repeat(2000)}setup(install_requires=x)`],
    ['doubled texts', `x = "a==1"\n${'x = x + x\n'.repeat(2000)}setup(install_requires=[x])`],
    ['functions that call themselves', `def f(a):\n  return f(a) + f(a) + f(a)\nsetup(install_requires=f(1))`],
    [
      'loops in loops',
      `${Array.from({ length: 30 }, (_, i) => `${' '.repeat(i)}for i in [${'1,'.repeat(50)}]:`).join('\n')}\n${' '.repeat(30)}x.append(1)`,
    ],
    ['chains of calls', `x = a${'.b()'.repeat(200_000)}\nsetup(install_requires=x)`],
    ['chains of names', `setup(install_requires=a${'.b'.repeat(300_000)})`],
    [
      'names',
      Array.from({ length: 60_000 }, (_, i) => `a${i} = [1]`).join('\n') +
        '\ndef f():\n  return 1\n' +
        'f()\n'.repeat(20_000),
    ],
    [
      'a long literal read again and again',
      `def f():\n  return """${'a\n'.repeat(300_000)}""".splitlines()\n${'f()\n'.repeat(20_000)}`,
    ],
    ['a list in itself', 'x = []\nx.append(x)\nsetup(install_requires=x)'],
    ['fields', `setup(install_requires=["${'%s'.repeat(400_000)}" % (${'"a",'.repeat(1000)})])`],
  ])('%s end in time', async (_, text) => {
    const before = performance.now()
    await read(text)
    expect(performance.now() - before).toBeLessThan(6000)
  })
})
