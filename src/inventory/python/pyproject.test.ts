import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pyproject } from './pyproject.ts'

describe('pyproject.toml', () => {
  it('reads PEP 621, PEP 735, build requirements, uv, PDM and pixi', async () => {
    const extraction = await fixture('pyproject.toml')
    expect(mentionsInWords(extraction)).toEqual([
      "torch ==2.1.0 registry:https://registry.example/whl/cpu requires runtime direct:yes 11:13 ; sys_platform != 'linux'",
      "torch ==2.1.0 registry:https://registry.example/whl/cu121 requires runtime direct:yes 11:13 ; sys_platform == 'linux'",
      'transformers >=4.30,<5 (pep440) registry requires runtime direct:yes 12:35',
      'embedder unstated local:embedder requires runtime direct:yes 13:6',
      'tokenizer-wheel ==1.2.0 url:https://files.registry.example/tokenizer_wheel-1.2.0-py3-none-any.whl requires runtime direct:yes 14:71',
      "colorama any registry requires runtime direct:yes 15:6 ; sys_platform == 'win32'",
      'bitsandbytes ==0.42.0 registry requires optional [extra:gpu-tools] direct:yes 19:29',
      'pytest >=8 (pep440) registry requires development [group:dev] direct:yes 22:17',
      'ruff ==0.3.2 registry requires development [group:dev group:lint] direct:yes 23:16',
      'hatchling >=1.21 (pep440) registry requires build direct:yes 2:25',
      'urllib3 <2.1 (pep440) registry constrains runtime direct:unknown 26:37',
      'certifi ==2023.7.22 registry constrains runtime direct:unknown 27:36',
      'mkdocs >=1.5 (pep440) registry requires development [group:docs] direct:yes 47:18',
      'gradio >=4.19 (pep440) registry requires runtime direct:yes 50:13',
      'xformers ==0.0.22 registry:https://registry.example/whl/cu121 requires optional [feature:cuda] direct:yes 53:27 ; platform linux-64',
    ])
    expect(extraction.diagnostics).toEqual([])
  })
  it('reads poetry', async () => {
    const extraction = await fixture('poetry/pyproject.toml')
    expect(mentionsInWords(extraction)).toEqual([
      'poetry-core >=1.8 (pep440) registry requires build direct:yes 33:27',
      'requests ==2.31.0 registry requires runtime direct:yes 9:25',
      'datasets ^2.16 (poetry) registry requires runtime direct:yes 10:14',
      'scipy ~1.11.2 (poetry) registry requires runtime direct:yes 11:11',
      'attrs ==22.1.0 registry requires runtime direct:yes 13:18 ; python <3.12',
      'attrs ^23.1 (poetry) registry requires runtime direct:yes 14:19 ; python >=3.12',
      'prompt-kit unstated git:https://git.example/ml/prompt-kit.git requires runtime direct:yes 16:14',
      'lib unstated local:./lib requires runtime direct:yes 17:7',
      'featurestore >=1.4,<2.0 (poetry) registry:https://registry.example/private/simple requires runtime direct:yes 18:31',
      "faiss-cpu ==1.7.4 registry requires optional [extra:search] direct:yes 19:26 ; sys_platform == 'linux'",
      'pytest ^8.0 (poetry) registry requires development [group:dev] direct:yes 25:12',
    ])
    expect(extraction.diagnostics).toEqual([])
  })

  it.each([
    ['"1.2"', '==1.2', 6],
    ['"==1.2"', '==1.2', 8],
    ['"= 1.2"', '==1.2', 8],
    ['"^1.2"', '^1.2 (poetry)', 7],
    ['"~1.2"', '~1.2 (poetry)', 7],
    ['"1.2.*"', '1.2.* (poetry)', 6],
    ['">=1,<2"', '>=1,<2 (poetry)', 8],
    ['">= 1"', '>= 1 (poetry)', 9],
    ['"^1 || ^2"', '^1 || ^2 (poetry)', 7],
    ['"*"', 'any', 6],
    ['{ version = "1.2" }', '==1.2', 18],
    ['{ url = "https://e.example/a-1.2.zip" }', '==1.2', 5],
    ['{ path = "../a" }', 'unstated', 5],
    ['{ git = "https://git.example/a", tag = "v1" }', 'unstated', 5],
  ])('poetry: a = %s', async (written, version, column) => {
    const extraction = await extract(`[tool.poetry.dependencies]
a = ${written}
`)
    const [found] = mentionsInWords(extraction)
    expect([found?.startsWith(`a ${version} `), extraction.mentions[0]?.location.column]).toEqual([true, column])
  })

  it('puts a requirement into every group that includes its group, and survives a cycle', async () => {
    const extraction = await extract(
      '[dependency-groups]\nA_1 = [{ include-group = "b" }]\nb = ["x==1", { include-group = "a-1" }]\nc = [{ include-group = "B" }, { include-group = "gone" }, {}]\n',
    )
    expect(extraction.mentions.map(({ name, groups }) => [name, groups])).toEqual([
      ['x', ['group:a-1', 'group:b', 'group:c']],
    ])
    expect(diagnosticsInWords(extraction)).toEqual([
      'FORMAT_PARTIAL 4:31 expected `include-group` with a group of this file, found the unknown group "gone"',
      'FORMAT_PARTIAL 4:59 expected `include-group` with a group of this file, found a table without it',
      'FORMAT_PARTIAL 2:7 the dependency group "a-1" includes itself',
      'FORMAT_PARTIAL 3:5 the dependency group "b" includes itself',
    ])
  })

  it('says where dynamic dependencies stand', async () => {
    const extraction = await extract(
      '[project]\ndynamic = ["version", "dependencies"]\n[tool.setuptools.dynamic]\ndependencies = { file = ["requirements.txt"] }\n',
    )
    expect(diagnosticsInWords(extraction)).toEqual([
      'FORMAT_PARTIAL 2:24 [project] declares its dependencies dynamic: they are read from "requirements.txt" and do not stand in this file',
    ])
  })

  it.each([
    ['{ git = "https://git.example/a", rev = "0123abc" }', 'a unstated git:https://git.example/a#0123abc'],
    ['{ url = "https://files.example/a-3.0.zip" }', 'a ==3.0 url:https://files.example/a-3.0.zip'],
    ['{ path = "../a", editable = true }', 'a unstated local:../a'],
    ['{ workspace = true }', 'a unstated local:a'],
    ['{ index = "corp" }', 'a any registry:https://registry.example/corp'],
  ])('[tool.uv.sources] a = %s', async (source, expected) => {
    const extraction = await extract(
      `[project]\ndependencies = ["A"]\n[tool.uv.sources]\na = ${source}\n[[tool.uv.index]]\nname = "corp"\nurl = "https://registry.example/corp"\nexplicit = true\n`,
    )
    expect(mentionsInWords(extraction)).toEqual([`${expected} requires runtime direct:yes 2:18`])
  })

  it.each([
    ['no string', '[1]', [], ['FORMAT_PARTIAL 2:17 expected a requirement in quotes']],
    ['no array', '"a"', [], ['FORMAT_PARTIAL 2:17 expected an array of requirements']],
    [
      'a single =',
      '["a=1"]',
      ['a unstated registry requires runtime direct:yes 2:18'],
      ['FORMAT_PARTIAL 2:19 expected a version specifier, `;` or the end, found "=1" in "a=1"'],
    ],
    [
      'a broken marker',
      '[\'a==1; python_versoin > "3"\']',
      ['a ==1 registry requires runtime direct:yes 2:21 ; python_versoin > "3"'],
      [
        'FORMAT_PARTIAL 2:18 expected a marker variable or quoted text in the marker "python_versoin > \\"3\\""; it is kept as written',
      ],
    ],
    ['a bare path', '["./lib"]', [], ['FORMAT_PARTIAL 2:18 expected a package name, found only a place in "./lib"']],
  ])('keeps what it understands of %s', async (_name, written, mentions, diagnostics) => {
    const extraction = await extract(`[project]\ndependencies = ${written}\n`)
    expect([mentionsInWords(extraction), diagnosticsInWords(extraction)]).toEqual([mentions, diagnostics])
  })

  it('reports a source of uv that it does not know', async () => {
    const extraction = await extract('[project]\ndependencies = ["a"]\n[tool.uv.sources]\na = { moon = "x" }\n')
    expect(diagnosticsInWords(extraction)).toEqual(['FORMAT_PARTIAL 4:5 expected a known kind of source for "a"'])
  })

  it('reads uv, PDM and Hatch lists for developing, and `-e` of PDM', async () => {
    const extraction = await extract(
      '[tool.uv]\ndev-dependencies = ["a"]\n[tool.pdm.dev-dependencies]\ntest = ["-e file:///${PROJECT_ROOT}/sub#egg=sub"]\n[tool.hatch.envs.gpu]\ndependencies = ["b==1"]\n',
    )
    expect(mentionsInWords(extraction)).toEqual([
      'a any registry requires development [group:dev] direct:yes 2:22',
      'sub unstated local:file:///${PROJECT_ROOT}/sub requires development [group:test] direct:yes 4:13',
      'b ==1 registry requires development [env:gpu] direct:yes 6:21',
    ])
  })
})

async function extract(text: string, path = 'pyproject.toml'): Promise<Extraction> {
  return pyproject.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(pyproject.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return pyproject.extract(fileOf(name, found.bytes))
}
