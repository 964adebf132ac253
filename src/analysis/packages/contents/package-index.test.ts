import { describe, expect, it } from 'vitest'
import {
  METADATA,
  noted,
  openedArtefact,
  recordOf,
  tarballOf,
  wheelOf,
  zipOf,
} from '../../../../test/support/opened-artefact.ts'

const FOLDER = 'demo-1.0.dist-info'
const WHEEL = 'demo-1.0-py3-none-any.whl'

/** A wheel whose RECORD was written for other files. */
function wheelWith(
  files: Readonly<Record<string, string>>,
  recorded: Readonly<Record<string, string>>,
  more = '',
): Buffer {
  const own = `${FOLDER}/RECORD`
  const metadata = { [`${FOLDER}/METADATA`]: METADATA }
  return zipOf({ ...files, ...metadata, [own]: recordOf({ ...recorded, ...metadata }, own) + more })
}

describe('RECORD against the files', () => {
  const good = { 'demo/__init__.py': 'x = 1\n' }
  const cases: readonly { readonly what: string; readonly bytes: Buffer; readonly notes: readonly string[] }[] = [
    { what: 'honest', bytes: wheelWith(good, good), notes: [] },
    {
      what: 'a name with a comma',
      bytes: wheelWith({ 'a,"b.py': '1' }, {}, '"a,""b.py",sha256=a4ayc_80_OGda4BO_1o_V0etpOqiLx1JwB5S3beHW0s,1\n'),
      notes: [],
    },
    {
      what: 'other bytes',
      bytes: wheelWith({ 'demo/__init__.py': 'x = 2\n' }, good),
      notes: ['unlisted record-digest demo/__init__.py'],
    },
    {
      what: 'other bytes and another size',
      bytes: wheelWith({ 'demo/__init__.py': 'evil()\n' }, good),
      notes: ['unlisted record-digest demo/__init__.py', 'unlisted record-size demo/__init__.py'],
    },
    {
      what: 'a file that is not named',
      bytes: wheelWith({ ...good, 'demo_init.pth': 'import os\n' }, good),
      notes: ['unlisted record-unlisted demo_init.pth'],
    },
    {
      what: 'a file that is not there',
      bytes: wheelWith(good, { ...good, 'demo/gone.py': '' }),
      notes: ['unlisted record-missing-file demo/gone.py'],
    },
    {
      what: 'no digest',
      bytes: wheelWith({ ...good, 'a.py': '' }, good, 'a.py,,\n'),
      notes: ['unlisted record-no-digest a.py'],
    },
    {
      what: 'a weak digest',
      bytes: wheelWith({ ...good, 'a.py': '' }, good, 'a.py,md5=1B2M2Y8AsgTpgAmY7PhCfg,0\n'),
      notes: ['unlisted record-algorithm a.py'],
    },
    {
      what: 'no RECORD',
      bytes: zipOf({ ...good, [`${FOLDER}/METADATA`]: METADATA }),
      notes: [`unlisted record-absent ${FOLDER}/RECORD`],
    },
  ]
  it.each(cases)('$what', async ({ bytes, notes }) => {
    expect(noted(await openedArtefact(WHEEL, bytes))).toEqual(notes)
  })
})

describe('names and versions that do not agree', () => {
  const sdist = (info: string, more: Readonly<Record<string, string>> = {}): Buffer =>
    tarballOf(
      Object.fromEntries(
        Object.entries({ 'PKG-INFO': info, 'setup.py': '', ...more }).map(([path, text]) => [`demo-1.0/${path}`, text]),
      ),
    )
  const npm = tarballOf({ 'package/package.json': '{"name":"demo","version":"1.0.0"}' })
  const cases: readonly {
    readonly what: string
    readonly name: string
    readonly bytes: Buffer
    readonly asked?: { name: string; version: string }
    readonly notes: readonly string[]
  }[] = [
    {
      what: 'a wheel that agrees, in other spellings',
      name: 'Demo-1.0.0-py3-none-any.whl',
      bytes: wheelOf({}),
      asked: { name: 'DEMO', version: '1' },
      notes: [],
    },
    {
      what: 'a wheel that is called otherwise',
      name: 'requests-1.0-py3-none-any.whl',
      bytes: wheelOf({}),
      notes: ['disagreement identity-name'],
    },
    {
      what: 'a wheel of another version',
      name: 'demo-1.1-py3-none-any.whl',
      bytes: wheelOf({}),
      notes: ['disagreement identity-version'],
    },
    {
      what: 'metadata of another package in the folder of this one',
      name: WHEEL,
      bytes: wheelOf({}, 'Name: other\nVersion: 1.0\n'),
      notes: ['disagreement identity-name', 'disagreement identity-name'],
    },
    {
      what: 'two folders of metadata',
      name: WHEEL,
      bytes: wheelOf({ 'other-2.0.dist-info/METADATA': 'Name: other\nVersion: 2.0\n' }),
      notes: ['disagreement identity-name', 'disagreement identity-version', 'disagreement several-metadata'],
    },
    {
      what: 'a source distribution that agrees',
      name: 'demo-1.0.tar.gz',
      bytes: sdist('Name: Demo\nVersion: 1.0\n'),
      notes: [],
    },
    {
      what: 'a source distribution of another package',
      name: 'demo-1.0.tar.gz',
      bytes: sdist('Name: evil\nVersion: 1.0\n'),
      notes: ['disagreement identity-name'],
    },
    {
      what: 'an egg-info of another package',
      name: 'demo-1.0.tar.gz',
      bytes: sdist('Name: demo\nVersion: 1.0\n', { 'evil.egg-info/PKG-INFO': 'Name: evil\nVersion: 1.0\n' }),
      notes: ['disagreement identity-name evil.egg-info/PKG-INFO'],
    },
    {
      what: 'a package of npm that was asked for',
      name: 'demo-1.0.0.tgz',
      bytes: npm,
      asked: { name: 'demo', version: '1.0.0' },
      notes: [],
    },
    {
      what: 'another package of npm than was asked for',
      name: 'x-1.0.0.tgz',
      bytes: npm,
      asked: { name: 'x', version: '1.0.1' },
      notes: ['disagreement identity-name', 'disagreement identity-version'],
    },
  ]
  it.each(cases)('$what', async ({ name, bytes, asked, notes }) => {
    expect(noted(await openedArtefact(name, bytes, asked === undefined ? {} : { asked }))).toEqual(notes)
  })
})

it('says so when a manifest is there and is not understood', async () => {
  const opened = await openedArtefact('demo-1.0.0.tgz', tarballOf({ 'package/package.json': '{' }))
  expect(noted(opened)).toEqual(['not-inspected manifest package.json'])
  expect(opened.contents.manifest).toBeUndefined()
})
