import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { diagnosticsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { notebook } from './notebook.ts'

interface CellOptions {
  readonly type?: string
  readonly metadata?: unknown
  readonly language?: string
}

/** A notebook with one code cell as nbformat 4 has it, the source as one string. */
function withCell(source: string, { type = 'code', metadata = {}, language = 'python' }: CellOptions = {}): string {
  const cells = [{ cell_type: type, metadata, outputs: [], source }]
  return JSON.stringify({ cells, metadata: { kernelspec: { language } }, nbformat: 4, nbformat_minor: 5 }, null, 1)
}

function read(text: string, path = 'work/analysis.ipynb'): Promise<Extraction> {
  return notebook.extract(fileOf(path, text))
}

async function installs(source: string, options?: CellOptions): Promise<readonly string[]> {
  return (await read(withCell(source, options))).mentions.map(shown)
}

describe('what a code cell installs', () => {
  it.each([
    ['!pip install torch==2.1.0', 'PyPI:torch@2.1.0'],
    ['  !pip install torch', 'PyPI:torch'],
    ['!!pip install torch', 'PyPI:torch'],
    ['out = !pip install torch', 'PyPI:torch'],
    ['%pip install torch==2.1.0', 'PyPI:torch@2.1.0'],
    ['%uv pip install torch', 'PyPI:torch'],
    ['%conda install -c conda-forge numpy=1.26', 'conda:numpy =1.26'],
    ['%mamba install -y numpy', 'conda:numpy'],
    ['%micromamba install -y numpy', 'conda:numpy'],
    ['!{sys.executable} -m pip install torch', 'PyPI:torch'],
    ['!$sys.executable -m pip install torch', 'PyPI:torch'],
    ['!python -m pip install -q a b==1 \\\n  c==2', 'PyPI:a', 'PyPI:b@1', 'PyPI:c@2'],
    ['!cd /tmp && pip install a; npm install -g b@1.0.0', 'PyPI:a', 'npm:b@1.0.0'],
    ['%sx pip install a', 'PyPI:a'],
    ['%system pip install a', 'PyPI:a'],
    ['%time !pip install a', 'PyPI:a'],
    ['pip install a', 'PyPI:a'],
    ['pip install a\nimport b'],
    ['%%bash\npip install a\n# pip install b', 'PyPI:a'],
    ['\n%%sh -e\npip install a', 'PyPI:a'],
    ['%%script bash\npip install a', 'PyPI:a'],
    ['%%script false --no-raise-error\npip install a'],
    ['%%capture\n%pip install a', 'PyPI:a'],
    ['%%time\n%%bash\npip install a', 'PyPI:a'],
    ['%%capture out\n!pip install a\nimport b', 'PyPI:a'],
    ['%sh pip install a', 'PyPI:a'],
    ['%sh\npip install a\npip install b', 'PyPI:a', 'PyPI:b'],
    ['%%python3\nimport os\nos.system("pip install a")', 'PyPI:a'],
    ['%%html\n<p>\n!pip install a'],
    ['%%writefile setup.sh\npip install a'],
    ['import os; os.system("pip install a")', 'PyPI:a'],
    ['os.system(\'pip install "a>=1,<2"\')', 'PyPI:a >=1,<2'],
    ['os.system("pip install " "a==1")', 'PyPI:a@1'],
    ['subprocess.run("pip install a", shell=True)', 'PyPI:a'],
    ['subprocess.run(args="pip install a".split())', 'PyPI:a'],
    ['subprocess.run(shlex.split("pip install a"))', 'PyPI:a'],
    ['subprocess.check_call([sys.executable, "-m", "pip", "install", "a==1", "b"])', 'PyPI:a@1', 'PyPI:b'],
    ['subprocess.check_call((\n  "pip",\n  "install",  # why\n  "a",\n))', 'PyPI:a'],
    ['await asyncio.create_subprocess_exec(sys.executable, "-m", "pip", "install", "a")', 'PyPI:a'],
    ['check_output(["pip", "install"] + packages)'],
    ['check_call([sys.executable, "-m", "pip", "install", package])'],
    ['check_call([sys.executable, "-m", "pip", "install", f"torch=={version}"])', 'PyPI:torch@?'],
    ['os.system(f"{sys.executable} -m pip install a")', 'PyPI:a'],
    ['os.system(f"pip install torch=={versions[0]}")', 'PyPI:torch@?'],
    ['os.system("pip install %s" % name)'],
    ['os.system("pip install " + name)'],
    ['get_ipython().system("pip install a")', 'PyPI:a'],
    ['get_ipython().getoutput("pip install a")', 'PyPI:a'],
    ['get_ipython().run_line_magic("pip", "install a==1")', 'PyPI:a@1'],
    ['get_ipython().magic("pip install a")', 'PyPI:a'],
    ['get_ipython().run_cell_magic("bash", "", "pip install a\\npip install b")', 'PyPI:a', 'PyPI:b'],
    ['pip.main(["install", "a==1"])', 'PyPI:a@1'],
    ['await micropip.install("a")\nawait piplite.install(["b", "c==1"])', 'PyPI:a', 'PyPI:b', 'PyPI:c@1'],
    ['def f():\n    !pip install a', 'PyPI:a'],
    ['if True:\n    %pip install a', 'PyPI:a'],
    ['#!pip install a'],
    ['# !pip install a'],
    ['x = """\n!pip install a\n"""'],
    ['f(\n!pip\n)'],
    ['print("pip install a")'],
    ['print("!pip install a")'],
    ['x = 5 %pip'],
    ['?pip'],
    ['!pip install torch=={version}', 'PyPI:torch@?'],
    ["!pip install {' '.join(packages)}"],
    ['!pip install a # b', 'PyPI:a'],
    ['!echo "pip install a"'],
    ['!pip list | grep torch'],
    ["x = 'it''s'\n!pip install a", 'PyPI:a'],
    ['x = "unclosed\n!pip install a', 'PyPI:a'],
  ])('%j', async (source, ...expected) => {
    expect(await installs(source)).toEqual(expected)
  })
})

describe('cells that do not run Python', () => {
  it.each<readonly [string, string, CellOptions, readonly string[]]>([
    ['markdown', '!pip install a', { type: 'markdown' }, []],
    ['raw', '!pip install a', { type: 'raw' }, []],
    ['a bash kernel', 'pip install a\npip install b', { language: 'bash' }, ['PyPI:a', 'PyPI:b']],
    [
      'a shell cell of VS Code',
      'pip install a\nls',
      { metadata: { vscode: { languageId: 'shellscript' } } },
      ['PyPI:a'],
    ],
    ['an R kernel', 'system("pip install a")', { language: 'R' }, ['PyPI:a']],
  ])('%s', async (_name, source, options, expected) => {
    expect(await installs(source, options)).toEqual(expected)
  })
})

describe('places', () => {
  it('name cell, line of the cell, and line and column of the file', async () => {
    const text = readFileSync(new URL('./fixtures/notebook/fine-tuning.ipynb', import.meta.url), 'utf8')
    const { mentions } = await read(text)
    const lines = text.split('\n')
    const places = mentions.map((mention) => {
      const { lines: span, column = 0, cell, cellLine } = mention.location
      const token = lines[(span?.start ?? 0) - 1]?.slice(column - 1, column + 4)
      return `${shown(mention)} cell ${cell}:${cellLine} ${token}`
    })
    expect(places).toEqual([
      'PyPI:transformers@4.38.2 cell 2:1 4.38.',
      'PyPI:datasets >=2.17,<3 cell 2:1 2.17,',
      'PyPI:accelerate cell 2:2 accel',
      'PyPI:torch@2.1.0+cu118 cell 3:1 2.1.0',
      'PyPI:peft@0.8.2 cell 4:2 0.8.2',
      'PyPI:bitsandbytes@? cell 4:3 bitsa',
      'conda:faiss-cpu =1.7.4 cell 5:3 1.7.4',
      'PyPI:sentencepiece@0.1.99 cell 6:2 0.1.9',
      'PyPI:evaluate@0.4.1 cell 6:3 0.4.1',
      'PyPI:rouge-score cell 6:3 rouge',
      'PyPI:wandb@0.16.3 cell 7:1 0.16.',
      'PyPI:gradio@4.19.0 cell 7:2 4.19.',
      'PyPI:einops cell 10:1 einop',
    ])
  })

  it('are the same for one string as for a list, and behind escapes', async () => {
    const one = await read(withCell('x = "é\\t"\n!pip install "torch==2.1.0"'))
    const { column = 0, lines, cellLine } = one.mentions[0]?.location ?? {}
    const line = withCell('x = "é\\t"\n!pip install "torch==2.1.0"').split('\n')[(lines?.start ?? 0) - 1]
    expect(line?.slice(column - 1, column + 4)).toBe('2.1.0')
    expect(cellLine).toBe(2)
  })

  it('nbformat 3 has its cells in worksheets', async () => {
    const text = readFileSync(new URL('./fixtures/notebook/nbformat-3.ipynb', import.meta.url), 'utf8')
    const { mentions } = await read(text)
    expect(
      mentions.map((mention) => `${shown(mention)} ${mention.location.cell}:${mention.location.cellLine}`),
    ).toEqual(['PyPI:theano@1.0.5 2:1', 'conda:pymc3 =3.11 2:2'])
  })
})

describe('what a notebook names and leaves open', () => {
  it.each([
    ['!pip install -r requirements.txt', 'work/requirements.txt'],
    ['%cd ..\n!pip install -r requirements.txt', 'requirements.txt'],
    ['!cd sub\n!pip install -r a.txt', 'work/a.txt'],
    ['!cd sub && pip install -r a.txt', 'work/sub/a.txt'],
    ['%conda env update -f env.yml', 'work/env.yml'],
  ])('%j includes %s', async (source, path) => {
    expect((await read(withCell(source))).includes.map((include) => include.path)).toEqual([path])
  })

  it.each([
    ['!pip install {package}', 'FORMAT_PARTIAL'],
    ['!pip install torch=={v}', 'FORMAT_PARTIAL'],
    ['%pip install torch>=2', 'redirection'],
    ['%conda install "numpy>=1.2"', 'redirection'],
    ['check_call(["pip", "install", name])', 'only the run can tell'],
    ['check_call(["pip", "install"] + names)', 'only the run can tell'],
    ['!pip install -r /content/requirements.txt', 'outside of the scanned folder'],
    ['%cd {folder}\n!pip install -r requirements.txt', 'only the run can tell'],
    ['!pip install -e .', 'local path'],
  ])('%j says %s', async (source, message) => {
    const said = diagnosticsInWords(await read(withCell(source)))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(message)
  })

  it('an index set with %env is the origin', async () => {
    const { mentions } = await read(withCell('%env PIP_INDEX_URL=https://registry.example/simple\n!pip install a'))
    expect(mentions[0]?.origin).toEqual({ kind: 'registry', index: 'https://registry.example/simple' })
  })
})

describe('broken notebooks', () => {
  it.each([
    ['no JSON', '{"cells": [', 'FORMAT_SYNTAX'],
    ['no cells', '{"metadata": {}}', 'FORMAT_SHAPE'],
    ['cells that are no list', '{"cells": 5}', 'FORMAT_SHAPE'],
  ])('%s', async (_name, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code })
  })

  it('odd cells are passed over', async () => {
    const text = '{"cells": [5, null, {"cell_type": "code"}, {"cell_type": "code", "source": [1, "!pip install a"]}]}'
    expect((await read(text)).mentions.map((mention) => mention.location.cell)).toEqual([4])
  })
})

it.each([
  ['magics', '%time '],
  ['lines', '!pip install a==1\n'],
  ['quotes', '"'],
  ['triple quotes', '"""'],
  ['f-strings', 'f"{'],
  ['calls', 'run('],
  ['lists', 'run(["a",'],
  ['fields', '!{'],
  ['cell magics', '%%time\n'],
  ['spaces', 'pip  '],
  ['strings', '"a" '],
])('a megabyte of %s is read in linear time', async (_name, text) => {
  const source = text.repeat((1 << 20) / text.length)
  const before = performance.now()
  await read(withCell(source))
  await read(withCell(`!pip ${source}`))
  await read(withCell(`os.system(${source}`))
  expect(performance.now() - before).toBeLessThan(12_000)
})
