import { describe, expect, it } from 'vitest'
import { fileOf } from '../../test/support/file-of.ts'
import type { Component } from '../model/component.ts'
import { assemble } from './assemble.ts'
import { installedConda } from './conda/installed.ts'
import { packageList } from './conda/package-list.ts'
import type { Extractor } from './extractor.ts'
import { packageJson } from './npm/package-json.ts'
import { packageLock } from './npm/package-lock.ts'
import { installed } from './python/installed.ts'
import { requirements } from './python/requirements.ts'
import { script } from './python/script.ts'
import { uvLock } from './python/uv-lock.ts'
import { vendored } from './python/vendored.ts'

const READERS: readonly (readonly [RegExp, Extractor])[] = [
  [/(?:METADATA|INSTALLER|REQUESTED|direct_url\.json)$/, installed],
  [/conda-meta\//, installedConda],
  [/spec-file\.txt$/, packageList],
  [/vendor\.txt$/, vendored],
  [/requirements\.txt$/, requirements],
  [/\.package-lock\.json$/, packageLock],
  [/package\.json$/, packageJson],
  [/\.py$/, script],
  [/\.lock$/, uvLock],
]
const LOCKING = new Map(READERS.map(([, reader]) => [reader.id, reader]))

async function components(files: Readonly<Record<string, string>>): Promise<readonly Component[]> {
  const read = await Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      const reader = READERS.find(([name]) => name.test(path))?.[1]
      if (reader === undefined) throw new Error(`nobody reads ${path}`)
      return { path, extractor: reader.id, extraction: await reader.extract(fileOf(path, text)) }
    }),
  )
  return assemble(read, LOCKING, 'root').components
}

const ids = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await components(files)).map(({ id }) => id)

const metadata = (name: string): string => `Name: ${name}\nVersion: 1\n`

describe('what stands inside of installed packages', () => {
  it.each([
    ['site-packages', 'lib/python3.12/site-packages/'],
    ['dist-packages', 'usr/lib/python3/dist-packages/'],
  ])('in %s is not what the project asks for', async (_, site) => {
    const files = {
      'app/requirements.txt': 'torch\n',
      [`${site}a-1.dist-info/METADATA`]: metadata('a'),
      [`${site}a/requirements.txt`]: 'b>=1\n',
      [`${site}requirements.txt`]: 'c>=1\n',
      [`${site}a/_vendor/vendor.txt`]: 'd==1\n',
    }
    expect(await ids(files)).toEqual(['pkg:pypi/a@1', 'pkg:pypi/d@1', 'pkg:pypi/torch#any'])
  })

  it('is the project’s own where packages are installed beside its files', async () => {
    const files = { 'requirements.txt': 'torch\n', 'a-1.dist-info/METADATA': metadata('a') }
    expect(await ids(files)).toEqual(['pkg:pypi/a@1', 'pkg:pypi/torch#any'])
  })

  it('of conda and pip are two packages, and nothing else in the environment counts', async () => {
    const files = {
      'env/conda-meta/numpy-1.26.4-0.json': '{"name": "numpy", "version": "1.26.4"}',
      'env/lib/python3.12/site-packages/numpy-1.26.4.dist-info/METADATA': 'Name: numpy\nVersion: 1.26.4\n',
      'env/share/x/package.json': '{"dependencies": {"left-pad": "1"}}',
    }
    expect(await ids(files)).toEqual(['pkg:conda/numpy@1.26.4', 'pkg:pypi/numpy@1.26.4'])
  })
})

describe('locks that are named or stand inside', () => {
  it('a script is pinned by the lock of its name and by no other', async () => {
    const text = '# /// script\n# dependencies = ["rich>=13"]\n# ///\n'
    const lock = (version: string): string =>
      `version = 1\n[[package]]\nname = "rich"\nversion = "${version}"\nsource = { registry = "https://registry.example/simple" }\n`
    expect(await ids({ 'a.py': text, 'a.py.lock': lock('13.7.0'), 'uv.lock': lock('12.0.0') })).toEqual([
      'pkg:pypi/rich@12.0.0',
      'pkg:pypi/rich@13.7.0',
    ])
    expect(await ids({ 'a.py': text, 'uv.lock': lock('12.0.0') })).toContain('pkg:pypi/rich#>=13')
  })

  it('package.json is pinned by the list in its node_modules', async () => {
    const list = {
      lockfileVersion: 3,
      packages: {
        'node_modules/a': { version: '1.0.0', dependencies: { debug: '2' } },
        'node_modules/a/node_modules/debug': { version: '2.6.9' },
        'node_modules/debug': { version: '4.3.4' },
      },
    }
    const found = await components({
      'web/package.json': '{"dependencies": {"debug": "^4", "a": "1"}}',
      'web/node_modules/.package-lock.json': JSON.stringify(list),
    })
    expect(found.map(({ id, direct }) => `${id} ${direct}`)).toEqual([
      'pkg:npm/a@1.0.0 yes',
      'pkg:npm/debug@2.6.9 no',
      'pkg:npm/debug@4.3.4 yes',
    ])
  })
})

describe('the PyPI name of a conda package', () => {
  it('comes with the component', async () => {
    const [found] = await components({ 'spec-file.txt': 'pytorch=2.1.0\n' })
    expect(found?.twin).toMatchObject({ ecosystem: 'PyPI', name: 'torch' })
  })

  it('is not guessed for packages of addresses', async () => {
    const [found] = await components({ 'spec-file.txt': 'file:///wheels/numpy-1.26.4-0.conda\n' })
    expect(found?.twin).toBeUndefined()
  })
})

it('joins a thousand installed packages in linear time', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [
      `lib/python3.12/site-packages/p${i}-1.dist-info/METADATA`,
      `Name: p${i}\nVersion: 1\nRequires-Dist: p${(i + 1) % 1000}\n`,
    ]),
  )
  const before = performance.now()
  expect(await ids(files)).toHaveLength(1000)
  expect(performance.now() - before).toBeLessThan(3000)
})
