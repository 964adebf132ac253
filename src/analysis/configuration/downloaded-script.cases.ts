import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('curl | sh in a script', 'setup.sh', 'curl -LsSf https://tools.example/install.sh | sh\n'),
  fires(
    'through sudo and with arguments',
    'setup.sh',
    'wget -qO- https://tools.example/i.sh | sudo -E bash -s -- -y\n',
  ),
  fires('through gunzip', 'setup.sh', 'curl https://tools.example/i.gz | gunzip | bash -\n'),
  fires('process substitution', 'setup.sh', 'bash <(curl -s https://tools.example/i.sh) --yes\n'),
  fires('command substitution', 'setup.sh', 'sh -c "$(curl -fsSL https://tools.example/i.sh)"\n'),
  fires('eval', 'setup.sh', 'eval "$(wget -qO- https://tools.example/env)"\n'),
  fires('Python from the network', 'setup.sh', 'curl https://tools.example/get-poetry.py | python3 -\n'),
  fires(
    'a line of a Dockerfile',
    'Dockerfile',
    'FROM a\nRUN apt-get update && \\\n  curl https://tools.example/i.sh | bash\n',
  ),
  fires(
    'a step of a workflow',
    '.github/workflows/ci.yml',
    'jobs:\n  a:\n    steps:\n      - run: |\n          curl https://t.example/${{ matrix.v }}/i.sh | sh\n',
  ),
  fires('a job of GitLab', '.gitlab-ci.yml', 'test:\n  script:\n    - curl https://t.example/i.sh | sh\n'),
  fires('a notebook', 'a.ipynb', notebook('!curl https://t.example/i.sh | sh')),
  fires('a makefile', 'Makefile', 'tools:\n\t@curl -sSL https://t.example/i.sh | sh\n'),
  fires('a script of package.json', 'package.json', '{"scripts":{"postinstall":"curl https://t.example/i.sh | sh"}}'),
  fires('a program that starts a shell', 'a.py', 'import os\nos.system("curl https://t.example/i.sh | sh")\n'),
  fires('PowerShell', 'setup.ps1', 'irm https://t.example/i.ps1 | iex\n'),
  fires(
    'PowerShell with a web client',
    'setup.ps1',
    "iex ((New-Object System.Net.WebClient).DownloadString('https://t.example/i.ps1'))\n",
  ),
  fires('a README over plain http', 'README.md', '```\n$ curl http://t.example/i.sh | sh\n```\n'),
  fires('a file that nothing checks', 'setup.sh', 'wget https://t.example/Mini.sh -O ~/mini.sh\nbash ~/mini.sh -b\n'),
  fires('a file made executable', 'setup.sh', 'curl -LO https://t.example/tool\nchmod +x tool\n./tool install\n'),
  silent(
    'a file whose hash is compared',
    'setup.sh',
    'wget https://t.example/Mini.sh\necho "abc  Mini.sh" | sha256sum -c -\nbash Mini.sh\n',
  ),
  silent('advice in a README', 'README.md', '```bash\ncurl -LsSf https://t.example/i.sh | sh\n```\n'),
  silent(
    'a pipe into a program that does not run it',
    'setup.sh',
    'curl https://t.example/a.tgz | tar xz\ncurl https://t.example/a.json | python -m json.tool\n',
  ),
  silent(
    'a script that gets the answer as its input',
    'setup.sh',
    'curl https://t.example/x | bash convert.sh\ncurl https://t.example/x | python3 -c "import json,sys"\n',
  ),
  silent('a text in a program', 'a.py', 'import os\nHELP = "curl https://t.example/i.sh | sh"\nos.system("ls")\n'),
  silent('a comment', 'setup.sh', '# curl https://t.example/i.sh | sh\necho "curl https://t.example/i.sh | sh"\n'),
  silent(
    'an argument that comes from the network',
    'setup.sh',
    'sh deploy.sh --version "$(curl -s https://t.example/latest)"\n',
  ),
]

function notebook(source: string): string {
  return JSON.stringify({ cells: [{ cell_type: 'code', source: [source] }], metadata: {}, nbformat: 4 })
}
