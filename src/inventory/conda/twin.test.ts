import { describe, expect, it } from 'vitest'
import { isCondaName } from '../../formats/conda-match.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { isPackageName } from '../../formats/pep508.ts'
import { RENAMED, SAME, VARIANTS } from './pypi-names.ts'
import { condaTwin } from './twin.ts'

describe('the PyPI project of a conda package', () => {
  it.each([
    ['pytorch', 'torch'],
    ['pytorch-gpu', 'torch'],
    ['PyTorch-CPU', 'torch'],
    ['tensorflow-base', 'tensorflow'],
    ['py-xgboost-gpu', 'xgboost'],
    ['opencv', 'opencv-python'],
    ['msgpack-python', 'msgpack'],
    ['pytables', 'tables'],
    ['ruamel.yaml', 'ruamel-yaml'],
    ['ruamel_yaml', 'ruamel-yaml'],
    ['python-build', 'build'],
    ['redis-py', 'redis'],
    ['numpy', 'numpy'],
    ['typing_extensions', 'typing-extensions'],
    ['huggingface_hub', 'huggingface-hub'],
  ])('%s is %s', (conda, pypi) => {
    expect(condaTwin(conda)).toMatchObject({ ecosystem: 'PyPI', name: pypi })
  })

  it.each(['build', 'redis', 'openssl', 'python', 'libblas', 'constructor', '__proto__', ''])('%s has none', (name) => {
    expect(condaTwin(name)).toBeUndefined()
  })

  it('is a table of names, each in one part, hundreds of them', () => {
    const all = [...Object.keys(RENAMED), ...Object.keys(VARIANTS), ...SAME]
    expect(all.length).toBeGreaterThan(500)
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter((name) => !isCondaName(name, DEFAULT_LIMITS) || name !== name.toLowerCase())).toEqual([])
    const targets = [...Object.values(RENAMED), ...Object.values(VARIANTS)]
    expect(targets.filter((name) => !isPackageName(name, DEFAULT_LIMITS))).toEqual([])
  })
})
