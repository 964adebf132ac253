import { javascriptIncident } from '../../support/incident-programs.ts'
import { npm, type PackageCase, tarball, YOUNG } from '../../support/package-case.ts'

const axios = 'module.exports = { get: (address) => fetch(address) };\n'

/** A release that does nothing itself, and the package that it takes up. */
export const newDependencies: readonly PackageCase[] = [
  {
    id: 'axios',
    incident:
      'axios 1.14.1 on npm, March 2026: a patch, published with a token, takes up plain-crypto-js, which is 18 hours old',
    project: npm(
      'axios',
      {
        ...tarball(
          'axios',
          '1.14.1',
          { 'index.js': axios },
          {
            main: 'index.js',
            dependencies: { 'follow-redirects': '^1.15.0', 'plain-crypto-js': '^4.2.1' },
            _npmUser: { name: 'jason' },
          },
        ),
        published: '2026-11-21T18:00:00Z',
      },
      {
        previous: {
          ...tarball(
            'axios',
            '1.14.0',
            { 'index.js': axios },
            {
              main: 'index.js',
              dependencies: { 'follow-redirects': '^1.15.0' },
              _npmUser: { name: 'GitHub Actions', trustedPublisher: { id: 'github' } },
            },
          ),
          provenance: true,
        },
        others: { 'plain-crypto-js': '2026-11-21T00:00:00Z' },
      },
    ),
    expect: {
      verdict: 'hold',
      story: 'suspicious-release',
      text: /dependency plain-crypto-js \(\^4\.2\.1\) is new; that package was 18 hours old, in a patch; .*published with a token/,
    },
    twin: npm(
      'axios',
      {
        ...tarball(
          'axios',
          '1.14.1',
          { 'index.js': axios },
          {
            main: 'index.js',
            dependencies: { 'follow-redirects': '^1.15.0', 'proxy-from-env': '^1.1.0' },
            _npmUser: { name: 'GitHub Actions', trustedPublisher: { id: 'github' } },
          },
        ),
        provenance: true,
      },
      {
        previous: {
          ...tarball(
            'axios',
            '1.14.0',
            { 'index.js': axios },
            {
              main: 'index.js',
              dependencies: { 'follow-redirects': '^1.15.0' },
              _npmUser: { name: 'GitHub Actions', trustedPublisher: { id: 'github' } },
            },
          ),
          provenance: true,
        },
        others: { 'proxy-from-env': '2014-03-01T00:00:00Z' },
      },
    ),
  },
  {
    id: 'plain-crypto-js',
    incident: 'plain-crypto-js 4.2.1 on npm, March 2026: decoded commands by platform, and the traces go',
    project: npm(
      'plain-crypto-js',
      tarball(
        'plain-crypto-js',
        '4.2.1',
        {
          'index.js': 'module.exports = require("./lib/core.js");\n',
          'lib/core.js': 'module.exports = { md5: () => "" };\n',
          'setup.js': javascriptIncident('axios and plain-crypto-js'),
          'package.md': '{"name":"plain-crypto-js","version":"4.2.0"}\n',
        },
        { main: 'index.js', scripts: { postinstall: 'node setup.js' } },
      ),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-hidden-code',
      text: /^On install, decodes a constant of the package \(.*\) and starts it \(nohup, curl|starts it \(.*curl/,
    },
    twin: npm(
      'plain-crypto-js',
      tarball(
        'plain-crypto-js',
        '4.2.1',
        {
          'index.js': 'module.exports = require("./lib/core.js");\n',
          'lib/core.js': `exports.xor = function (text, key) { const bytes = Buffer.from(text, 'base64').toString('latin1'); let result = ''; for (let i = 0; i < bytes.length; i++) result += String.fromCharCode(bytes.charCodeAt(i) ^ key.charCodeAt(i % key.length)); return result; };
exports.selftest = function () { return exports.xor('KBMR', 'abc') === 'Iqs'; };
`,
        },
        { main: 'index.js', scripts: { test: 'node test.js' } },
      ),
      { since: YOUNG },
    ),
  },
]
