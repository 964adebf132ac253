import { disguisedJavaScript, javascriptIncident, pythonIncident } from '../../support/incident-programs.ts'
import { type CaseRelease, type PackageCase, pypi, wheel } from '../../support/package-case.ts'

const lightning = {
  'lightning/__init__.py': 'from .trainer import Trainer\n',
  'lightning/trainer.py': 'class Trainer:\n    def fit(self, model):\n        return model\n',
}

/** 11 MB of one obfuscated program, as the real one had: tables of texts that nothing reads, and the worm in between. */
function bundle(): string {
  const filler = Array.from({ length: 16_000 }, (_, i) => {
    const name = `_0x${(0x10000 + i).toString(16)}`
    const texts = Array.from({ length: 24 }, (__, j) => `'${((i * 31 + j) * 2_654_435_761).toString(36)}'`).join(',')
    return `function ${name}(_0xa,_0xb){const _0xc=[${texts}];return _0xc[_0xa^_0xb]['charCodeAt'](0x0)+_0xc['length'];}`
  })
  const half = filler.length / 2
  return [
    ...filler.slice(0, half),
    disguisedJavaScript('string table', javascriptIncident('Shai-Hulud')),
    ...filler.slice(half),
  ].join('\n')
}

function released(files: Readonly<Record<string, string>>, version = '2.6.2'): CaseRelease {
  return wheel('lightning', version, { ...lightning, ...files })
}

/** JavaScript in packages of Python: no tool that reads Python sees it. */
export const javascriptInWheels: readonly PackageCase[] = [
  {
    id: 'lightning',
    incident:
      'lightning 2.6.2 on PyPI, April 2026: 11 MB of obfuscated JavaScript in the wheel, started by the import through a Bun that is fetched',
    project: pypi(
      'lightning',
      {
        version: '2.6.2',
        artefacts: [
          {
            name: 'lightning-2.6.2-py3-none-any.whl',
            // Made when it is asked for: 11 MB are not kept while other cases run.
            bytes: () => {
              const [artefact] = released({
                'lightning/__init__.py': `${lightning['lightning/__init__.py']}from ._runtime import start\n`,
                'lightning/_runtime/__init__.py': pythonIncident('lightning').replace("'_runtime', ", ''),
                'lightning/_runtime/router_runtime.js': bundle(),
              }).artefacts
              return artefact?.bytes() ?? Buffer.alloc(0)
            },
          },
        ],
      },
      { previous: released({}, '2.6.1') },
    ),
    expect: {
      verdict: 'block',
      story: 'starts-bundled-program',
      text: /^On import, fetches a runtime \(files\.example\) and starts a program of the package where nobody sees it \(.*router_runtime\.js/,
    },
    twin: pypi(
      'lightning',
      released({
        'lightning/app/__init__.py': '',
        'lightning/app/static/main.js': disguisedJavaScript(
          'minified',
          'const root = document.getElementById("root");\nfetch("/api/state").then((answer) => answer.json()).then((state) => { root.textContent = state.name; });\n',
        ),
      }),
      { previous: released({}, '2.6.1') },
    ),
  },
  {
    id: 'lightning, split',
    incident: 'the same, small: the runtime is the one that is there, the script in the data of the package',
    project: pypi(
      'lightning',
      released({
        'lightning/__init__.py': 'from .trainer import Trainer\nfrom . import _events\n',
        'lightning/_events.py': `import os, shutil, subprocess
script = os.path.join(os.path.dirname(__file__), "data", "events.js")
node = shutil.which("node") or shutil.which("bun")
if node:
    subprocess.Popen([node, script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
`,
        'lightning/data/events.js': javascriptIncident('@bitwarden/cli'),
      }),
      { previous: released({}, '2.6.1') },
    ),
    expect: {
      verdict: 'block',
      story: 'starts-bundled-program',
      text: /^On import, starts a program of the package where nobody sees it \(.*events\.js/,
    },
    twin: pypi(
      'lightning',
      released({
        'lightning/_events.py': `import os, subprocess
def build(folder):
    subprocess.run(["node", os.path.join(os.path.dirname(__file__), "data", "build.js"), folder], check=True)
`,
        'lightning/data/build.js':
          'const fs = require("fs");\nfs.copyFileSync("index.html", process.argv[2] + "/index.html");\n',
      }),
      { previous: released({}, '2.6.1') },
    ),
  },
]
