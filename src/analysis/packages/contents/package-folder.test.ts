import { expect, it } from 'vitest'
import { collected, METADATA, recordOf, zipOf } from '../../../../test/support/opened-artefact.ts'
import { systemClock } from '../../../base/clock.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { ContainerBudget } from '../../models/containers/budget.ts'
import { type FolderFile, openFolder } from './package-folder.ts'
import { PackageIndex } from './package-index.ts'
import { PACKAGE_LIMITS } from './package-limits.ts'

const FOLDER = 'demo-1.0.dist-info'

async function opened(files: Readonly<Record<string, string | Buffer>>): ReturnType<typeof collected> {
  const list = Object.entries(files).map(([path, data]): FolderFile => ({
    path,
    source: memorySource(Buffer.from(data)),
    mode: 0o755,
  }))
  return collected(
    openFolder(list, () => new ContainerBudget(PACKAGE_LIMITS, systemClock)),
    new PackageIndex('demo'),
  )
}

it('a checked-out project, without what belongs to tools and to other packages', async () => {
  const { texts, nested, modes, contents } = await opened({
    'pyproject.toml': '[project]\nname = "demo"\nversion = "1.0"\n',
    'src/demo/__init__.py': '',
    'setup.py': 'print(1)',
    '.git/config': '',
    '.venv/lib/x.py': '',
    'web/node_modules/a/index.js': '',
    'src/demo/.git/hidden.py': '',
    'data.zip': zipOf({ 'inner.py': '1' }),
  })
  expect(Object.keys(texts)).toEqual([
    'pyproject.toml',
    'src/demo/__init__.py',
    'setup.py',
    'src/demo/.git/hidden.py',
    'data.zip',
    'data.zip/inner.py',
  ])
  expect(nested).toEqual(['data.zip/inner.py'])
  expect(modes['setup.py']).toBe(0o755)
  expect(contents).toMatchObject({ kind: 'folder', manifest: { name: 'demo', ecosystem: 'PyPI' } })
  expect(contents.roles.get('setup.py')).toBe('install')
  expect(contents.roles.get('src/demo/__init__.py')).toBe('import')
})

it('an installed package of Python, against its RECORD', async () => {
  const files = { 'demo/__init__.py': 'x = 1\n', [`${FOLDER}/METADATA`]: METADATA }
  const record = `${recordOf(files, `${FOLDER}/RECORD`)}../../../bin/demo,sha256=x,1\ndemo/__pycache__/a.cpython-311.pyc,,\n`
  const honest = await opened({ ...files, [`${FOLDER}/RECORD`]: record, 'demo/__pycache__/a.cpython-311.pyc': '' })
  expect(honest.contents.manifest?.name).toBe('demo')
  expect(honest.notes).toEqual([])
  const changed = await opened({ ...files, [`${FOLDER}/RECORD`]: record, 'demo/__init__.py': 'x = 2\n' })
  expect(changed.notes.map(({ code, path }) => `${code} ${path}`)).toEqual(['record-digest demo/__init__.py'])
})

it('a package below node_modules', async () => {
  const { contents } = await opened({ 'package.json': '{"name":"a","version":"1.0.0","main":"m.js"}', 'm.js': '' })
  expect(contents).toMatchObject({ manifest: { name: 'a', ecosystem: 'npm' } })
  expect(contents.roles.get('m.js')).toBe('import')
})
