import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { pythonModule } from './python-module.ts'

async function includesOf(path: string, source: string): Promise<readonly string[]> {
  const { includes } = await pythonModule.extract(fileOf(path, source))
  return includes.map((include) => include.path)
}

describe('what a module of a model imports beside it', () => {
  it.each([
    ['m/a.py', 'from .b import C', ['m/b.py', 'm/b/__init__.py', 'm/b/C.py', 'm/b/C/__init__.py']],
    ['m/a.py', 'from . import b', ['m/b.py', 'm/b/__init__.py']],
    ['m/x/a.py', 'from ..b import *', ['m/b.py', 'm/b/__init__.py']],
    ['a.py', 'from ..b import c', []],
    ['m/a.py', 'import helper', ['m/helper.py', 'm/helper/__init__.py']],
    ['m/a.py', 'from layers.attention import X', ['m/layers/attention.py', 'm/layers/attention/__init__.py']],
    ['m/a.py', 'x = 1', []],
  ])('%s: %s', async (path, source, expected) => {
    expect(await includesOf(path, source)).toEqual(expected)
  })

  it('is judged, and missed in silence where it is not there: it may be a library', async () => {
    const { includes, clues } = await pythonModule.extract(fileOf('m/a.py', 'from .b import *'))
    expect(clues).toEqual([{ kind: 'code', path: 'm/a.py' }])
    for (const include of includes) {
      expect(include).toMatchObject({
        optional: true,
        rules: ['models/repository-code'],
        extractor: 'models/python-module',
      })
    }
  })

  it('is bounded', async () => {
    const source = Array.from({ length: 5000 }, (_, index) => `from .m${index} import *`).join('\n')
    expect(await includesOf('m/a.py', source)).toHaveLength(300)
  })
})
