import type { Ecosystem } from '../../model/ecosystem.ts'

/** The package that a repository of hooks installs. */
export interface HookPackage {
  readonly ecosystem: Ecosystem
  readonly name: string
  /** A mirror has no code of its own: its tags are versions of a package that pip or npm fetch from the registry. */
  readonly mirror: boolean
}

/** The repositories that most projects take hooks from, by `owner/name` in lower case. Their tags are versions of the package. */
const REPOSITORIES: Readonly<Record<string, string>> = {
  'astral-sh/ruff-pre-commit': 'mirror ruff',
  'charliermarsh/ruff-pre-commit': 'mirror ruff',
  'astral-sh/uv-pre-commit': 'mirror uv',
  'psf/black': 'black',
  'psf/black-pre-commit-mirror': 'mirror black',
  'ambv/black': 'black',
  'pycqa/isort': 'isort',
  'timothycrosley/isort': 'isort',
  'pycqa/flake8': 'flake8',
  'pycqa/bandit': 'bandit',
  'pycqa/autoflake': 'autoflake',
  'pycqa/docformatter': 'docformatter',
  'pycqa/pydocstyle': 'pydocstyle',
  'pycqa/pylint': 'pylint',
  'asottile/pyupgrade': 'pyupgrade',
  'asottile/add-trailing-comma': 'add-trailing-comma',
  'asottile/setup-cfg-fmt': 'setup-cfg-fmt',
  'asottile/blacken-docs': 'blacken-docs',
  'adamchainz/blacken-docs': 'blacken-docs',
  'pre-commit/pre-commit-hooks': 'pre-commit-hooks',
  'pre-commit/mirrors-mypy': 'mirror mypy',
  'pre-commit/mirrors-autopep8': 'mirror autopep8',
  'pre-commit/mirrors-yapf': 'mirror yapf',
  'google/yapf': 'yapf',
  'hhatto/autopep8': 'autopep8',
  'codespell-project/codespell': 'codespell',
  'crate-ci/typos': 'typos',
  'kynan/nbstripout': 'nbstripout',
  'nbqa-dev/nbqa': 'nbqa',
  'mwouts/jupytext': 'jupytext',
  'yelp/detect-secrets': 'detect-secrets',
  'econchick/interrogate': 'interrogate',
  'jendrikseipp/vulture': 'vulture',
  'adrienverge/yamllint': 'yamllint',
  'sqlfluff/sqlfluff': 'sqlfluff',
  'tox-dev/pyproject-fmt': 'pyproject-fmt',
  'python-jsonschema/check-jsonschema': 'check-jsonschema',
  'abravalheri/validate-pyproject': 'validate-pyproject',
  'executablebooks/mdformat': 'mdformat',
  'commitizen-tools/commitizen': 'commitizen',
  'asottile/reorder-python-imports': 'reorder-python-imports',
  'pdm-project/pdm': 'pdm',
  'python-poetry/poetry': 'poetry',
  'mgedmin/check-manifest': 'check-manifest',
  'fsfe/reuse-tool': 'reuse',
  'zizmorcore/zizmor-pre-commit': 'mirror zizmor',
  'woodruffw/zizmor-pre-commit': 'mirror zizmor',
  'robertcraigie/pyright-python': 'pyright',
  'pre-commit/mirrors-prettier': 'mirror npm prettier',
  'rbubley/mirrors-prettier': 'mirror npm prettier',
  'pre-commit/mirrors-eslint': 'mirror npm eslint',
  'igorshubovych/markdownlint-cli': 'npm markdownlint-cli',
  'davidanson/markdownlint-cli2': 'npm markdownlint-cli2',
  'biomejs/pre-commit': 'mirror npm @biomejs/biome',
}

/** The package behind the address of a repository of hooks; undefined for one that is not known. */
export function packageOfRepository(address: string): HookPackage | undefined {
  const path = /^(?:https?:\/\/|git@|ssh:\/\/git@)[\w.-]{1,100}[:/]([\w.-]{1,100}\/[\w.-]{1,100}?)(?:\.git)?\/?$/i.exec(
    address.slice(0, 400),
  )?.[1]
  const key = path?.toLowerCase() ?? ''
  const words = Object.hasOwn(REPOSITORIES, key) ? (REPOSITORIES[key]?.split(' ') ?? []) : []
  const name = words.at(-1)
  if (name === undefined) return undefined
  return { ecosystem: words.includes('npm') ? 'npm' : 'PyPI', name, mirror: words[0] === 'mirror' }
}
