import { type CaseRelease, npm, type PackageCase, tarball } from '../../support/package-case.ts'

const install = "const fs = require('fs');\nfs.mkdirSync(__dirname + '/cache', { recursive: true });\n"

/** What the registry shows is not what is installed. */
export const manifestConfusion: readonly PackageCase[] = [
  {
    id: 'a hook that the registry does not show',
    incident:
      'manifest confusion on npm, June 2023: the archive has a hook and a dependency, the registry shows neither',
    project: npm(
      'yatai-web-ui',
      shown(
        tarball(
          'yatai-web-ui',
          '1.0.0',
          { 'index.js': 'module.exports = {};\n', 'install.js': install },
          { main: 'index.js', scripts: { install: 'node install.js' }, dependencies: { 'sleepover-dep': '*' } },
        ),
        { scripts: { test: 'true' }, dependencies: {} },
      ),
    ),
    expect: {
      verdict: 'hold',
      story: 'manifest-confusion',
      text: /^The registry shows another manifest than the archive has: .*the archive runs node install\.js with the installation.*the archive wants sleepover-dep/,
    },
    twin: npm(
      'yatai-web-ui',
      tarball(
        'yatai-web-ui',
        '1.0.0',
        { 'index.js': 'module.exports = {};\n', 'install.js': install },
        { main: 'index.js', scripts: { install: 'node install.js' }, dependencies: { lodash: '^4.17.0' } },
      ),
    ),
  },
  {
    id: 'another package than the registry says',
    incident: 'the same: name and version in the archive are those of another package',
    project: npm(
      'jquery-ui-extra',
      shown(
        tarball(
          'jquery-ui-extra',
          '1.0.0',
          { 'index.js': 'module.exports = {};\n' },
          { main: 'index.js', name: 'jquery', version: '3.7.1', bin: { node: 'index.js' } },
        ),
        { bin: {} },
      ),
    ),
    expect: {
      verdict: 'hold',
      story: 'manifest-confusion',
      text: /the archive says it is jquery 3\.7\.1, the registry says jquery-ui-extra 1\.0\.0/,
    },
    twin: npm(
      'jquery-ui-extra',
      tarball(
        'jquery-ui-extra',
        '1.0.0',
        { 'index.js': 'module.exports = {};\n' },
        { main: 'index.js', bin: { 'jquery-ui-extra': 'index.js' } },
      ),
    ),
  },
]

function shown(release: CaseRelease, stated: Readonly<Record<string, unknown>>): CaseRelease {
  return { ...release, stated }
}
