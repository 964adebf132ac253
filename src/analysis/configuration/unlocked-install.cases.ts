import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires(
    'names in an image',
    'Dockerfile',
    'FROM a\nRUN pip install --no-cache-dir -q torch "transformers>=4" numpy==1.26.4\n',
  ),
  fires('npm install', 'Dockerfile', 'FROM a\nRUN npm install --no-audit\n'),
  fires(
    'a tool for everybody',
    '.github/workflows/ci.yml',
    'jobs:\n  a:\n    steps:\n      - run: npm install -g markdownlint-cli\n',
  ),
  fires(
    'a tool that is fetched to run',
    '.gitlab-ci.yml',
    'a:\n  script:\n    - npx -y cowsay@latest\n    - uvx ruff check\n',
  ),
  fires('conda', 'Dockerfile', 'FROM a\nRUN conda install -y -c conda-forge numpy\n'),
  silent(
    'versions',
    'Dockerfile',
    'FROM a\nRUN pip install torch==2.6.0 && conda install numpy=1.26 && uvx ruff@0.6.1 check && npm i -g a@1.0.0\n',
  ),
  silent(
    'a lock file',
    'Dockerfile',
    'FROM a\nRUN npm ci && pip install -r requirements.txt && pip install . && pip install -e ".[dev]" && yarn install --immutable\n',
  ),
  silent(
    'installers and what only the run can tell',
    'Dockerfile',
    'FROM a\nRUN pip install -U pip setuptools && pip install "torch==$V" $EXTRA ./dist/a-1.0-py3-none-any.whl\n',
  ),
  silent(
    'other commands',
    'Dockerfile',
    'FROM a\nRUN npm run build && npx tsc && pip list && apt-get install -y curl\n',
  ),
]
