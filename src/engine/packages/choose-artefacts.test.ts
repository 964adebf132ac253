import { describe, expect, it } from 'vitest'
import type { ReleaseFile } from '../../scan/sources/registry/release.ts'
import { chooseArtefacts } from './choose-artefacts.ts'

const file = (name: string): ReleaseFile => ({
  name,
  kind: name.endsWith('.whl') ? 'wheel' : name.endsWith('.exe') ? 'installer' : name.endsWith('.egg') ? 'egg' : 'sdist',
  address: `https://registry.example/${name}`,
  registry: 'https://registry.example/simple/',
  digests: [],
})
const LINUX = { platform: 'linux', architecture: 'x64' }

const NUMPY = [
  'numpy-2.0-cp39-cp39-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  'numpy-2.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  'numpy-2.0-cp313-cp313-musllinux_1_2_x86_64.whl',
  'numpy-2.0-cp313-cp313-macosx_14_0_arm64.whl',
  'numpy-2.0-cp313-cp313-win_amd64.whl',
  'numpy-2.0.tar.gz',
]

describe('the artefacts of a release that are opened', () => {
  it.each([
    ['all of them', 'all', LINUX, NUMPY, NUMPY],
    ['the newest wheel for this machine and the source', 'installable', LINUX, NUMPY, [NUMPY[1], NUMPY[5]]],
    ['on a Mac', 'installable', { platform: 'darwin', architecture: 'arm64' }, NUMPY, [NUMPY[3], NUMPY[5]]],
    ['on Windows', 'installable', { platform: 'win32', architecture: 'x64' }, NUMPY, [NUMPY[4], NUMPY[5]]],
    [
      'a pure wheel',
      'installable',
      LINUX,
      ['a-1-py3-none-any.whl', 'a-1.tar.gz'],
      ['a-1-py3-none-any.whl', 'a-1.tar.gz'],
    ],
    [
      'no wheel fits: the first one, so that something is known',
      'installable',
      LINUX,
      ['a-1-cp39-cp39-win_amd64.whl'],
      ['a-1-cp39-cp39-win_amd64.whl'],
    ],
    ['old installers are not', 'installable', LINUX, ['a-1.egg', 'a-1.exe', 'a-1.tar.gz'], ['a-1.tar.gz']],
  ] as const)('%s', (_what, choice, machine, names, expected) => {
    const { files, leftOut } = chooseArtefacts(names.map(file), choice, machine)
    expect(files.map(({ name }) => name).sort()).toEqual([...expected].sort())
    expect([...files.map(({ name }) => name), ...leftOut].sort()).toEqual([...names].sort())
  })
})
