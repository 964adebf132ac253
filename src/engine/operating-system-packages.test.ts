import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { directorySource } from '../scan/sources/directory.ts'
import { operatingSystemPackages } from './operating-system-packages.ts'

async function said(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const tree = await directorySource(temporaryFolder(files), DEFAULT_LIMITS)
  return (await operatingSystemPackages(tree)).map(({ level, message }) => `${level}: ${message.split(':')[0]}`)
}

const stanza = (name: string, status: string): string => `Package: ${name}\nStatus: ${status}\nVersion: 1\n\n`

describe('packages of the operating system', () => {
  it.each([
    ['a project', { 'package.json': '{}' }, []],
    [
      'dpkg, without what was removed',
      { 'var/lib/dpkg/status': stanza('a', 'install ok installed') + stanza('b', 'deinstall ok config-files') },
      ['warning: 1 package of the operating system (dpkg) was not checked'],
    ],
    [
      'dpkg of images without a shell',
      { 'var/lib/dpkg/status.d/a': 'Package: a', 'var/lib/dpkg/status.d/a.md5sums': '', 'var/lib/dpkg/status.d/b': '' },
      ['warning: 2 packages of the operating system (dpkg) were not checked'],
    ],
    [
      'apk',
      { 'lib/apk/db/installed': 'C:Q1\nP:musl\nV:1\n\nC:Q2\nP:busybox\n' },
      ['warning: 2 packages of the operating system (apk) were not checked'],
    ],
    [
      'rpm, uncounted',
      { 'var/lib/rpm/rpmdb.sqlite': 'x', 'usr/lib/sysimage/rpm/rpmdb.sqlite': 'x' },
      ['warning: the packages of the operating system (rpm) were not checked'],
    ],
    ['an empty database', { 'var/lib/dpkg/status': '' }, []],
  ])('%s', async (_, files, expected) => expect(await said(files)).toEqual(expected))
})
