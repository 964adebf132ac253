import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import { siblingImports } from './sibling-imports.ts'

it('names every module that may lie beside it, once', () => {
  const source = `
from .configuration_x import XConfig
from .configuration_x import other
from . import layers, heads as h
from ..shared.rope import rotate
import torch, local_module
from local_package.sub import y
def f():
  from .late import z
import importlib
importlib.import_module('.computed', __package__)
if 0:
  from .star import *
`
  const found = siblingImports(readPythonModule(source, DEFAULT_LIMITS)).map(
    ({ level, module, line, runs }) => `${'.'.repeat(level)}${module} ${line} ${runs}`,
  )
  expect(found).toEqual([
    '.configuration_x 2 import',
    '.layers 4 import',
    '.heads 4 import',
    '..shared.rope 5 import',
    'torch 6 import',
    'local_module 6 import',
    'local_package.sub 7 import',
    '.late 9 call',
    'importlib 10 import',
    '.computed 11 import',
    '.star 13 import',
  ])
})
