import { describe, expect, it } from 'vitest'
import { shown, siteOf } from '../../../test/support/command-site.ts'
import { diagnosticsInWords } from '../../../test/support/extraction-in-words.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { readScript } from './script.ts'

function read(text: string, variables?: Readonly<Record<string, string>>): Extraction {
  const site = siteOf(text, variables)
  readScript(text, site)
  return site.recorder.finish()
}

function installs(text: string, variables?: Readonly<Record<string, string>>): readonly string[] {
  return read(text, variables).mentions.map(shown)
}

/** Command line, then the packages it installs. */
type Case = readonly [command: string, ...packages: string[]]

const PIP: readonly Case[] = [
  ['pip install torch==2.1.0', 'PyPI:torch@2.1.0'],
  ['pip3 install torch==2.1.0+cu118', 'PyPI:torch@2.1.0+cu118'],
  ['pip3.11 install numpy', 'PyPI:numpy'],
  ['/opt/venv/bin/pip install numpy', 'PyPI:numpy'],
  ['$VIRTUAL_ENV/bin/pip install numpy', 'PyPI:numpy'],
  ['"$VENV"/bin/python -m pip install numpy', 'PyPI:numpy'],
  ['$PIP install numpy', 'PyPI:numpy'],
  ['$(which pip3) install numpy', 'PyPI:numpy'],
  ['`command -v python` -m pip install numpy', 'PyPI:numpy'],
  ['python -m pip install numpy', 'PyPI:numpy'],
  ['python3.12 -u -W ignore -X utf8 -m pip install numpy', 'PyPI:numpy'],
  ['python -Im pip install numpy', 'PyPI:numpy'],
  ['python -mpip install numpy', 'PyPI:numpy'],
  ['py -3.11 -m pip install numpy', 'PyPI:numpy'],
  ['pip.exe install numpy', 'PyPI:numpy'],
  ['pip --no-cache-dir -q install numpy', 'PyPI:numpy'],
  ['pip install -U pip setuptools wheel', 'PyPI:pip', 'PyPI:setuptools', 'PyPI:wheel'],
  ['pip install "pandas>=2,<3" \'scipy~=1.11\'', 'PyPI:pandas >=2,<3', 'PyPI:scipy ~=1.11'],
  ['pip install "numpy >= 1.20, < 2"', 'PyPI:numpy >= 1.20, < 2'],
  ['pip install pandas\\>=2', 'PyPI:pandas >=2'],
  ['pip install uvicorn[standard]==0.30', 'PyPI:uvicorn@0.30'],
  ['pip install "x; python_version < \'3.9\'"', 'PyPI:x'],
  ['pip install -i https://registry.example/simple -t /deps --platform manylinux_x86_64 x', 'PyPI:x'],
  ['pip install --index-url=https://registry.example/simple --proxy http://proxy.example x', 'PyPI:x'],
  ['pip install --index https://registry.example/simple x', 'PyPI:x'],
  ['pip install -Uqi https://registry.example/simple x', 'PyPI:x'],
  ['pip install -C setup=1 --config-settings a=b --only-binary :all: --no-binary lxml x', 'PyPI:x'],
  ['pip install -- x', 'PyPI:x'],
  ['pip install git+https://git.example/o/r.git@v1#egg=thing', 'PyPI:thing@?'],
  ['pip install "thing @ git+https://git.example/o/r.git@v1"', 'PyPI:thing@?'],
  ['pip install https://files.example/torch-2.1.0%2Bcpu-cp311-cp311-linux_x86_64.whl', 'PyPI:torch@2.1.0+cpu'],
  ['pip install ./dist/mine-1.0-py3-none-any.whl', 'PyPI:mine@1.0'],
  ['pip install -e git+https://git.example/o/r.git#egg=thing', 'PyPI:thing@?'],
  ['pip install .'],
  ['pip install -e ".[dev]"'],
  ['pip uninstall -y torch'],
  ['pip list'],
  ['pip wheel --wheel-dir /wheels numpy==1.26.4', 'PyPI:numpy@1.26.4'],
  ['pip download -d out numpy', 'PyPI:numpy'],
  ['pip install numpy # pandas', 'PyPI:numpy'],
  ['# pip install numpy'],
  ['echo pip install numpy'],
  ['echo "pip install numpy"'],
  ['command -v pip install'],
  ['pip install \\\n  numpy==1.0 \\\n  pandas==2.0 && rm -rf /root/.cache', 'PyPI:numpy@1.0', 'PyPI:pandas@2.0'],
  [
    'apt-get update && apt-get install -y git && pip install a || pip3 install b; pip install c | tee log',
    'PyPI:a',
    'PyPI:b',
    'PyPI:c',
  ],
]

const AROUND: readonly Case[] = [
  ['sudo -H -u app pip install x', 'PyPI:x'],
  ['sudo PIP_NO_CACHE_DIR=1 pip install x', 'PyPI:x'],
  ['env -i A=1 B=2 pip install x', 'PyPI:x'],
  ['A=1 B="2 3" pip install x', 'PyPI:x'],
  ['time pip install x', 'PyPI:x'],
  ['nohup nice -n 10 pip install x &', 'PyPI:x'],
  ['timeout -k 5 600 pip install x', 'PyPI:x'],
  ['exec pip install x', 'PyPI:x'],
  ['gosu app pip install x', 'PyPI:x'],
  ['conda run -n base --no-capture-output pip install x', 'PyPI:x'],
  ['micromamba run -n base pip install x', 'PyPI:x'],
  ['poetry run pip install x', 'PyPI:x'],
  ['bash -c "pip install x"', 'PyPI:x'],
  ['/bin/bash -o pipefail -lc "pip install x && conda install y"', 'PyPI:x', 'conda:y'],
  ['bash -exo pipefail -c "pip install x"', 'PyPI:x'],
  ['su app -c "pip install x"', 'PyPI:x'],
  ['eval "pip install x"', 'PyPI:x'],
  ['cmd /S /C "pip install x"', 'PyPI:x'],
  ['powershell -Command pip install x', 'PyPI:x'],
  ['bash <<EOF\npip install x\nEOF', 'PyPI:x'],
  ['python - <<EOF\nimport os\nos.system("pip install x")\nEOF', 'PyPI:x'],
  ['python -c "import os; os.system(\'pip install x\')"', 'PyPI:x'],
  ['cat <<EOF\npip install x\nEOF\npip install y', 'PyPI:y'],
  ['pip install -r /dev/stdin <<EOF\nx==1.0\n# y\nz\nEOF', 'PyPI:x@1.0', 'PyPI:z'],
  ['if pip install x; then echo; else pip install y; fi', 'PyPI:x', 'PyPI:y'],
  ['case $a in\n  gpu) pip install x ;;\n  *) pip install y ;;\nesac', 'PyPI:x', 'PyPI:y'],
  ['(cd app && pip install x) && { pip install y; }', 'PyPI:x', 'PyPI:y'],
  ['out=$(pip install x)', 'PyPI:x'],
  ['[[ -n "$A" ]] && pip install x', 'PyPI:x'],
  ['setup() { pip install x; }', 'PyPI:x'],
]

const VARIABLES: readonly Case[] = [
  ['V=2.1.0; pip install torch==$V', 'PyPI:torch@2.1.0'],
  ['V=2.1.0 && pip install "torch==${V}"', 'PyPI:torch@2.1.0'],
  ['export V=2.1.0\npip install torch==${V}', 'PyPI:torch@2.1.0'],
  ['pip install torch==${V:-2.0.0}', 'PyPI:torch@2.0.0'],
  ['pip install torch==$GIVEN', 'PyPI:torch@9.9'],
  ['pip install torch==$V', 'PyPI:torch@?'],
  ['pip install torch==2.$MINOR', 'PyPI:torch@?'],
  ['pip install torch==$(cat version)', 'PyPI:torch@?'],
  ['pip install $PACKAGES'],
  ['P="numpy pandas==2.0"; pip install $P', 'PyPI:numpy', 'PyPI:pandas@2.0'],
  ['P=(numpy "pandas==2.0"); pip install "${P[@]}"', 'PyPI:numpy', 'PyPI:pandas@2.0'],
  ['for p in numpy "pandas==2.0"; do pip install "$p"; done', 'PyPI:numpy', 'PyPI:pandas@2.0'],
  ['if x; then V=1; else V=2; fi; pip install a==$V', 'PyPI:a@?'],
  ['if x; then V=1; pip install a==$V; fi', 'PyPI:a@1'],
  ['while read p; do pip install $p; done < list'],
]

const OTHERS: readonly Case[] = [
  ['uv pip install --system torch==2.1.0', 'PyPI:torch@2.1.0'],
  ['uv pip install --torch-backend cu121 --python 3.11 torch', 'PyPI:torch'],
  ['python -m uv pip install torch', 'PyPI:torch'],
  ['uv add "httpx>=0.27" --extra http2', 'PyPI:httpx >=0.27'],
  ['uv tool install ruff@0.5.0', 'PyPI:ruff@0.5.0'],
  ['uv tool install black --with "click<8.2"', 'PyPI:black', 'PyPI:click <8.2'],
  ['uvx ruff@latest check .', 'PyPI:ruff'],
  ['uvx --from "mkdocs==1.5" --with a,b mkdocs serve', 'PyPI:mkdocs@1.5', 'PyPI:a', 'PyPI:b'],
  ['uv run --with "pandas>=1,<2,numpy" python -m pip install x', 'PyPI:pandas >=1,<2', 'PyPI:numpy', 'PyPI:x'],
  ['uv sync --frozen'],
  ['pipx install poetry==1.8.3', 'PyPI:poetry@1.8.3'],
  ['pipx run --spec "black==24.1" black .', 'PyPI:black@24.1'],
  ['pipx inject poetry poetry-plugin-export', 'PyPI:poetry-plugin-export'],
  [
    'poetry add requests@^2.31 "flask>=3" httpx@latest numpy@1.26.4',
    'PyPI:requests ^2.31',
    'PyPI:flask >=3',
    'PyPI:httpx',
    'PyPI:numpy@1.26.4',
  ],
  ['poetry add -G dev pytest --source private', 'PyPI:pytest'],
  ['poetry install --no-root'],
  ['pdm add -dG test pytest', 'PyPI:pytest'],
  ['pipenv install --dev pytest==8.0', 'PyPI:pytest@8.0'],
  [
    'conda install -y -c conda-forge -n base numpy=1.26 pandas==2.1.0 "scipy>=1.11"',
    'conda:numpy =1.26',
    'conda:pandas@2.1.0',
    'conda:scipy >=1.11',
  ],
  ['mamba create -n env python=3.11 pytorch::pytorch=2.1.0=py3.11_cuda', 'conda:python =3.11', 'conda:pytorch@2.1.0'],
  ['micromamba install --yes -f env.yml numpy', 'conda:numpy'],
  ['conda install "pytorch[version=\'>=2\',build=*cuda*]"', 'conda:pytorch >=2'],
  ['conda create --clone base -n other'],
  ['conda install numpy=$V', 'conda:numpy@?'],
  ['conda activate base'],
  ['npm install -g typescript@5.4.5', 'npm:typescript@5.4.5'],
  ['npm i --save-dev eslint@^9 @types/node', 'npm:eslint ^9', 'npm:@types/node'],
  ['npm --prefix web install react@18', 'npm:react 18'],
  ['npm install alias@npm:real@1.0.0', 'npm:real@1.0.0'],
  ['npm install next@latest', 'npm:next'],
  ['npm install lib@git+https://git.example/o/r.git#v1', 'npm:lib@?'],
  ['npm ci'],
  ['npm install'],
  ['npm run install'],
  ['npx -y create-thing@2.0.0 app', 'npm:create-thing@2.0.0'],
  ['npx --package typescript@5 tsc -p x', 'npm:typescript 5'],
  ['npx eslint .', 'npm:eslint'],
  ['npm create vite@5.0.0 app', 'npm:create-vite@5.0.0'],
  ['pnpm add -D -F web vitest@1.0.0', 'npm:vitest@1.0.0'],
  ['pnpm dlx degit@2.8.4', 'npm:degit@2.8.4'],
  ['yarn global add serve@14.0.0', 'npm:serve@14.0.0'],
  ['yarn --cwd web add react', 'npm:react'],
  ['yarn workspace web add react@^18', 'npm:react ^18'],
  ['yarn dlx degit', 'npm:degit'],
  ['bun add zod@3.22.0', 'npm:zod@3.22.0'],
  ['bunx cowsay@1.5.0', 'npm:cowsay@1.5.0'],
]

const named = (cases: readonly Case[]): { command: string; packages: readonly string[] }[] =>
  cases.map(([command, ...packages]) => ({ command, packages }))

describe('what a command line installs', () => {
  it.each([...named(PIP), ...named(AROUND), ...named(VARIABLES), ...named(OTHERS)])(
    '$command',
    ({ command, packages }) => {
      expect(installs(command, { GIVEN: '9.9' })).toEqual(packages)
    },
  )
})

describe('where it comes from', () => {
  it.each([
    ['pip install -i https://registry.example/simple x', 'https://registry.example/simple'],
    ['PIP_INDEX_URL=https://registry.example/simple pip install x', 'https://registry.example/simple'],
    ['export PIP_INDEX_URL=https://registry.example/simple; pip install x', 'https://registry.example/simple'],
    ['pip install -i https://me:secret@registry.example/simple x', 'https://***@registry.example/simple'],
    ['pip install -i https://a.example --extra-index-url https://b.example x', undefined],
    ['uv pip install --default-index https://registry.example/simple x', 'https://registry.example/simple'],
    ['conda install -c conda-forge x', 'conda-forge'],
    ['conda install -c pytorch -c nvidia x', 'pytorch,nvidia'],
    ['conda install -c defaults conda-forge::x', 'conda-forge'],
    ['npm i --registry https://registry.example/npm x', 'https://registry.example/npm'],
  ])('%s -> %s', (command, index) => {
    expect(read(command).mentions.map((mention) => mention.origin)).toEqual([
      index === undefined ? { kind: 'registry' } : { kind: 'registry', index },
    ])
  })
})

describe('files that a command names', () => {
  it.each([
    ['pip install -r requirements.txt', 'requires ./requirements.txt python/requirements'],
    [
      'cd app && pip install -rreq.txt -c limits.txt',
      'requires app/req.txt python/requirements',
      'constrains app/limits.txt python/requirements',
    ],
    ['(cd app); pip install -r a.txt', 'requires ./a.txt python/requirements'],
    ['uv pip sync a.txt', 'requires ./a.txt python/requirements'],
    ['conda install --file list.txt', 'requires ./list.txt conda/package-list'],
    ['conda env create -f envs/gpu.yml', 'requires ./envs/gpu.yml conda/environment'],
    ['cat a.txt | xargs -n 1 pip install', 'requires ./a.txt python/requirements'],
  ])('%s', (command, ...includes) => {
    expect(read(command).includes.map(({ role, path, extractor }) => `${role} ${path} ${extractor}`)).toEqual(includes)
  })
})

describe('what only the run can tell is said', () => {
  it.each([
    ['pip install $PACKAGES', 'FORMAT_PARTIAL 1:13'],
    ['pip install torch==$V', 'FORMAT_PARTIAL 1:20'],
    ['pip install torch>1.0', 'FORMAT_PARTIAL 1:18'],
    ['pip install torch>=1.0,<2', 'FORMAT_PARTIAL 1:18', 'FORMAT_PARTIAL 1:24'],
    ['pip install -r $FILE', 'FORMAT_PARTIAL 1:16'],
    ['pip install -r https://files.example/r.txt', 'FORMAT_OUTSIDE 1:16'],
    ['cd $X; pip install -r r.txt', 'FORMAT_OUTSIDE 1:23'],
    ['curl x | xargs pip install', 'FORMAT_PARTIAL 1:16'],
    ['pip install --new-option x', 'FORMAT_PARTIAL 1:13'],
    ['pip install "x', 'FORMAT_PARTIAL 1:1'],
    ['npm install $X', 'FORMAT_PARTIAL 1:13'],
    ['npm install o/r', 'FORMAT_PARTIAL 1:13'],
  ])('%s', (command, ...places) => {
    expect(diagnosticsInWords(read(command)).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(places)
  })

  it('a redirected bound leaves any version', () => {
    expect(installs('pip install torch>1.0')).toEqual(['PyPI:torch'])
    expect(diagnosticsInWords(read('pip install torch>1.0')).join()).toContain('redirection')
    expect(read('pip install torch > log.txt 2>&1').diagnostics).toEqual([])
  })
})

describe('places', () => {
  it.each([
    ['pip install torch==2.1.0', '1:20'],
    ['pip install \\\n  "torch>=2"', '2:11'],
    ['V=2.1\npip install torch==$V', '1:3'],
    ['bash -c "pip install torch==2.1.0"', '1:29'],
    ['npm i @a/b@1.0.0', '1:12'],
    ['conda install -y numpy=1.26', '1:24'],
  ])('%j -> %s', (command, place) => {
    const [mention] = read(command).mentions
    expect(`${mention?.location.lines?.start}:${mention?.location.column}`).toBe(place)
  })
})

describe('scope and groups', () => {
  it.each([
    ['uv add --dev pytest', 'development', 'group:dev'],
    ['uv add --optional gpu torch', 'optional', 'extra:gpu'],
    ['poetry add -G docs mkdocs', 'development', 'group:docs'],
    ['npm i -D vitest', 'development', ''],
    ['npm i -g serve', 'runtime', 'global'],
    ['pipx install black', 'runtime', 'tool'],
  ])('%s', (command, scope, groups) => {
    const [mention] = read(command).mentions
    expect([mention?.scope, mention?.groups.join(' ')]).toEqual([scope, groups])
  })
})

describe('a megabyte of nastiness is read in linear time', () => {
  const size = 1 << 20
  const fill = (text: string): string => text.repeat(Math.floor(size / text.length))
  it.each([
    ['nested sh -c', fill('sh -c "')],
    ['installs', fill('pip install a==1;')],
    ['one install', `pip install ${fill('a ')}`],
    ['options', `pip install ${fill('--xyz ')}`],
    ['brackets', `pip install ${fill('[')}`],
    ['at signs', `poetry add ${fill('@')}`],
    ['extras', `uvx ${fill('[')}@1`],
    ['sudo', fill('sudo ')],
    ['cluster', `bash -${fill('c')}!`],
    ['conda brackets', `conda install 'a[${fill('a')}'`],
    ['conda operators', `conda install '${fill('= ')}'`],
    ['commas', `uvx --with '${fill(', ')}' x`],
    ['cd', fill('cd a\n')],
    ['nested calls', `python -c '${fill('run([')}'`],
    ['calls', `python -c '${fill('run("pip install a");').replaceAll("'", '')}'`],
    ['redirects', `pip install ${fill('>1 ')}`],
    ['npm scopes', `npm i ${fill('@a/')}`],
    ['npm create', `npm create ${fill('@a')}`],
  ])('%s', (_name, text) => {
    const before = performance.now()
    read(text)
    expect(performance.now() - before).toBeLessThan(8000)
  })
})
