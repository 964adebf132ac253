import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires(
    'an extra index in requirements',
    'requirements.txt',
    '--extra-index-url https://wheels.example/cu118\ntorch==2.1.0\n',
  ),
  fires('a page of links', 'requirements.txt', '-f https://wheels.example/pyg.html\ntorch-scatter\n'),
  fires(
    'an extra index in pip.conf',
    'pip.conf',
    '[global]\nextra-index-url =\n    https://a.example/simple\n    https://b.example/simple\n',
  ),
  fires(
    'a command of a Dockerfile',
    'Dockerfile',
    'FROM a\nRUN python3 -m pip install --no-cache-dir torch --extra-index-url https://wheels.example/cu118\n',
  ),
  fires('a variable of an image', 'Dockerfile', 'FROM a\nENV PIP_EXTRA_INDEX_URL=https://wheels.example/simple\n'),
  fires(
    'a variable of a workflow',
    '.github/workflows/ci.yml',
    'env:\n  PIP_EXTRA_INDEX_URL: https://wheels.example/simple\njobs: {}\n',
  ),
  fires(
    'a service of compose',
    'docker-compose.yml',
    'services:\n  a:\n    environment:\n      - PIP_EXTRA_INDEX_URL=https://wheels.example/simple\n',
  ),
  fires(
    'a notebook',
    'a.ipynb',
    JSON.stringify({
      cells: [{ cell_type: 'code', source: ['%pip install x --extra-index-url https://w.example/simple'] }],
    }),
  ),
  fires(
    'an index of uv that is not explicit',
    'pyproject.toml',
    '[[tool.uv.index]]\nname = "w"\nurl = "https://w.example/simple"\n',
  ),
  fires('an unsafe strategy of uv', 'uv.toml', 'index-strategy = "unsafe-best-match"\n'),
  fires(
    'a supplemental source of poetry',
    'pyproject.toml',
    '[[tool.poetry.source]]\nname = "w"\nurl = "https://w.example/simple"\npriority = "supplemental"\n',
  ),
  fires(
    'two primary sources of poetry',
    'pyproject.toml',
    '[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example"\n[[tool.poetry.source]]\nname = "b"\nurl = "https://b.example"\n',
  ),
  fires(
    'a source of PDM beside the default one',
    'pyproject.toml',
    '[[tool.pdm.source]]\nname = "w"\nurl = "https://w.example/simple"\n',
  ),
  fires(
    'pipenv told to search all sources',
    'Pipfile',
    '[[source]]\nurl = "https://a.example"\nverify_ssl = true\n[[source]]\nurl = "https://b.example"\n[pipenv]\ninstall_search_all_sources = true\n',
  ),
  fires('conda without channel priority', '.condarc', 'channels: [a, b]\nchannel_priority: disabled\n'),
  fires(
    'an extra index in the pip list of conda',
    'environment.yml',
    'dependencies:\n  - pip:\n    - --extra-index-url https://w.example/simple\n    - torch\n',
  ),
  fires(
    'a flexible priority of channels',
    '.condarc',
    'channels: [internal, conda-forge]\nchannel_priority: flexible\n',
  ),
  silent('a strict priority of channels', '.condarc', 'channels: [internal, conda-forge]\nchannel_priority: strict\n'),
  silent('one index', 'requirements.txt', '--index-url https://mirror.example/simple\ntorch==2.1.0\n'),
  silent(
    'an extra index where every package has its hash',
    'requirements.txt',
    '--extra-index-url https://w.example/simple\ntorch==2.1.0 --hash=sha256:00\n',
  ),
  silent('links without an index, and a folder', 'requirements.txt', '--no-index\n-f https://w.example/wheels\na==1\n'),
  silent('a folder of wheels', 'setup.sh', 'pip install --find-links ./wheels foo\npip install -f wheels/ foo\n'),
  silent(
    'an explicit index of uv',
    'pyproject.toml',
    '[[tool.uv.index]]\nname = "w"\nurl = "https://w.example/simple"\nexplicit = true\n',
  ),
  silent(
    'an explicit source of poetry',
    'pyproject.toml',
    '[[tool.poetry.source]]\nname = "w"\nurl = "https://w.example/simple"\npriority = "explicit"\n',
  ),
  silent(
    'pipenv with two sources, each package from its own',
    'Pipfile',
    '[[source]]\nurl = "https://a.example"\n[[source]]\nurl = "https://b.example"\n',
  ),
  silent(
    'two channels of conda with the default priority',
    'environment.yml',
    'channels: [conda-forge, nvidia]\ndependencies: [python]\n',
  ),
]
