import { describe, expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pythonProgram } from './python-program.ts'

function read(text: string, path = 'a.py'): Promise<Extraction> {
  return pythonProgram.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder('commands/python-program')).find(({ path }) => path === name)
  if (found === undefined) throw new Error(name)
  const extraction = await pythonProgram.extract(fileOf(name, found.bytes))
  return [...pointedAt(found.bytes, extraction), ...extraction.diagnostics.map(({ message }) => message)]
}

it('puts constants, loops and parameters into commands', async () => {
  expect(await fixture('bootstrap.py')).toEqual([
    'PyPI:sentencepiece@0.2.0 22 > 0.2.0',
    'PyPI:tiktoken 23 > tiktoken',
    'PyPI:numpy@1.26.4 8 > 1.26.4',
    'PyPI:torch@2.4.1 8 > {TORCH',
    'PyPI:faiss-cpu >=1.8 9 > 1.8',
    'PyPI:rank-bm25 10 > rank-bm25',
    'PyPI:peft@0.12.0 25 > {name',
    'PyPI:trl 25 > {name',
    'conda:ffmpeg =6.1 27 > 6.1',
    'conda:sox 27 > sox',
  ])
})

it('reads what services build environments from', async () => {
  expect(await fixture('pipelines/services.py')).toEqual([
    'PyPI:fastapi@0.115.0 9 > 0.115.0',
    'PyPI:torch@2.4.1 9 > 2.4.1',
    'PyPI:vllm@0.6.1 10 > 0.6.1',
    'PyPI:flash-attn@2.6.3 11 > 2.6.3',
    'PyPI:emoji@2.12.1 14 > 2.12.1',
    'PyPI:scikit-learn@1.5.2 17 > 1.5.2',
    'PyPI:google-cloud-aiplatform@1.67.1 22 > 1.67.1',
    'PyPI:torch ==2.3.* 27 > 2.3',
  ])
})

it('reads notebooks that are kept as programs', async () => {
  expect(await fixture('databricks.py')).toEqual([
    'PyPI:lightgbm@4.5.0 15 > 4.5.0',
    'PyPI:mlflow@2.16.2 2 > 2.16.2',
    'PyPI:databricks-vectorsearch 3 > databricks-vectorsearch',
    'PyPI:xgboost@2.1.1 9 > 2.1.1',
  ])
})

describe('a call', () => {
  it.each([
    ['os.system("pip install a==1")', ['PyPI:a@1']],
    ['x = "pip install a==1"\nos.system(x)', ['PyPI:a@1']],
    ['v = "1"\nos.system("pip install a==" + v)', ['PyPI:a@1']],
    ['os.system("pip install a==" + f(v))', ['PyPI:a@?']],
    ['def go(p="a==1"):\n  run(["pip", "install", p])\n', ['PyPI:a@1']],
    ['def go(*ps):\n  run(["pip", "install", *ps])\ngo("a", "b==2")', ['PyPI:a', 'PyPI:b@2']],
    ['class C:\n  def go(self, p):\n    run(["pip", "install", p])\nC().go("a")', ['PyPI:a']],
    ['run(["pip", "install"] + "a b==2".split())', ['PyPI:a', 'PyPI:b@2']],
    ['p = "a" if gpu else "b"\nrun(["pip", "install", p])', ['PyPI:a']],
    ['a = b\nb = a\nrun(["pip", "install", a])', []],
    ['pip.main(["install", "a==1"])', ['PyPI:a@1']],
    ['with open("requirements.txt") as f: pass\nsubprocess.run(["pip", "--version"])', []],
    ['# subprocess.run(["pip", "install", "a"])', []],
    ['"""os.system("pip install a")"""', []],
    ['image.pip_install(["a==1", "b"])', ['PyPI:a@1', 'PyPI:b']],
    ['image.pip_install_from_requirements("r.txt")', []],
    ['image.micromamba_install("cuda=12.1", channels=["nvidia"])', ['conda:cuda =12.1']],
    ['image.dockerfile_commands("RUN --mount=type=cache,target=/c pip install a==1", "COPY b b")', ['PyPI:a@1']],
    ['def pip_install(a): pass', []],
    ['pip_install("not a method")', []],
    ['@ray.remote(runtime_env={"pip": {"packages": ["a==1"], "pip_check": False}})\ndef f(): pass', ['PyPI:a@1']],
    ['env = {"runtime_env": {"uv": ["a==1"]}}', ['PyPI:a@1']],
    ['commands = {"pip": ["pip", "install"], "runtime_env": 1}', []],
    ['tools = {"pip": ["a"]}', []],
    ['conda_env = {"dependencies": ["python=3.11", {"pip": ["mlflow==2.16.2"]}]}', ['PyPI:mlflow@2.16.2']],
    ['RuntimeEnv(pip=["a==1"])', ['PyPI:a@1']],
    ['REQ = ["a==1"]\nPythonVirtualenvOperator(task_id="t", requirements=REQ)', ['PyPI:a@1']],
    ['PythonVirtualenvOperator(requirements="a==1\\nb")', ['PyPI:a@1', 'PyPI:b']],
    ['other(requirements=["a==1"])', []],
    ['mlflow.sklearn.log_model(m, "m", extra_pip_requirements=["-r more.txt", "a==1"])', ['PyPI:a@1']],
    [
      'bentoml.images.Image(python_version="3.12").python_packages("torch==2.4.1").requirements_file("r.txt")',
      ['PyPI:torch@2.4.1'],
    ],
    [
      'HuggingFace(transformers_version="4.36", pytorch_version="2.1.0")',
      ['PyPI:transformers ==4.36.*', 'PyPI:torch@2.1.0'],
    ],
    ['SKLearn(framework_version="1.2-1")', ['PyPI:scikit-learn ==1.2.*']],
    ['PyTorch(framework_version=version)', ['PyPI:torch@?']],
    [
      '@pypi(packages={"pandas": "2.2.3", "pyarrow": ">=15"})\ndef s(self): pass',
      ['PyPI:pandas@2.2.3', 'PyPI:pyarrow >=15'],
    ],
    ['@conda(libraries={"numpy": "1.26"})\ndef s(self): pass', ['conda:numpy@1.26']],
    [
      'c = CondaDependencies.create(pip_packages=["a==1"], conda_packages=["numpy=1.26"])',
      ['PyPI:a@1', 'conda:numpy =1.26'],
    ],
    ['libraries = [{"pypi": {"package": "a==1"}}]', ['PyPI:a@1']],
    ['Library(pypi=PythonPyPiLibrary(package="a==1"))', ['PyPI:a@1']],
    ['args = {"--additional-python-modules": "a==1,b"}', ['PyPI:a@1', 'PyPI:b']],
    ['env = {"EXTRA_PIP_PACKAGES": "a==1 b"}', ['PyPI:a@1', 'PyPI:b']],
  ])('%j', async (text, expected) => {
    expect((await read(text)).mentions.map(shown)).toEqual(expected)
  })
})

describe('nox', () => {
  it.each([
    ['session.install("a==1", "-r", "requirements.txt")', ['PyPI:a@1']],
    ['session.run("pip", "install", "a")', ['PyPI:a']],
    ['session.conda_install("numpy=1.26", channel="conda-forge")', ['conda:numpy =1.26']],
    ['session.run("pytest", "tests")', []],
  ])('%j', async (call, expected) => {
    const { mentions } = await read(`@nox.session\ndef t(session):\n    ${call}\n`, 'noxfile.py')
    expect(mentions.map(shown)).toEqual(expected)
    expect(mentions.every(({ scope }) => scope === 'development')).toBe(true)
  })
})

it('names the files that services read', async () => {
  const { includes } = await read(
    'i.pip_install_from_requirements("r.txt")\nlog_model(pip_requirements="ml/req.txt")',
    'x/a.py',
  )
  expect(includes.map(({ path, extractor }) => `${path} ${extractor}`)).toEqual([
    'x/r.txt python/requirements',
    'x/ml/req.txt python/requirements',
  ])
})

it('says what only the run can tell', async () => {
  const { diagnostics } = await read('def ensure(p):\n    run(["pip", "install", p])\nfor x in load(): ensure(x)\n')
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'expected a package with its version, found "{p}", which only the run can tell',
  ])
})

describe('hostile programs take linear time', () => {
  const many = 60_000
  it.each([
    [
      'names of names',
      `${Array.from({ length: many }, (_, i) => `a = b${i % 50}\nb${i % 50} = a`).join('\n')}\npip.main(["install", a])`,
    ],
    [
      'a list of a list that everybody uses',
      `pip = 1\nx = [${'"a", '.repeat(many)}]\n${'run(["pip", "install", *x])\n'.repeat(2000)}`,
    ],
    ['calls of one function', `def f(p):\n${'  run(["pip", "install", p])\n'.repeat(5000)}${'f("a")\n'.repeat(5000)}`],
    [
      'a text in a loop',
      `for p in [${'"a", '.repeat(150)}]:\n${'  os.system(f"pip install {p} {p} {p}")\n'.repeat(5000)}`,
    ],
    ['nested calls', `pip = ${'run('.repeat(many)}"x"${')'.repeat(many)}`],
    ['nested lists', `pip = run(${'['.repeat(many)}"x"${']'.repeat(many)})`],
    ['stars', `pip = run([${'*'.repeat(many)}])`],
    ['definitions', `pip = 1\n${'def f(a, b=1, *c):\n  run(["pip", "install", a])\n'.repeat(10_000)}`],
  ])('%s', async (_, text) => {
    const started = performance.now()
    await read(text)
    expect(performance.now() - started).toBeLessThan(8000)
  })
})
