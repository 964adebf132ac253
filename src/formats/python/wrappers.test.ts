import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readPythonModule } from './python.ts'

const DECORATED = '\ndef h():\n    import os\n    os.system("x")\n'
const WRAPPER =
  'from functools import wraps\ndef deco(f):\n    """Around."""\n    @wraps(f)\n    def w(*a, k=None):\n        return f(*a)\n    return w\n'

function runs(source: string): readonly string[] {
  const { uses } = readPythonModule(source, DEFAULT_LIMITS, { flow: true })
  return uses.filter(({ name }) => name === 'os.system').map((use) => use.runs)
}

it.each([
  ['is only wrapped', `${WRAPPER}@deco${DECORATED}`, 'call'],
  ['is wrapped and called', `${WRAPPER}@deco${DECORATED}h()\n`, 'import'],
  ['is called by its decorator', `def deco(f):\n    f()\n    return f\n@deco${DECORATED}`, 'import'],
  [
    'is called through what is put around it',
    `def deco(f):\n    def w():\n        return f()\n    w()\n    return w\n@deco${DECORATED}`,
    'import',
  ],
  [
    'is given to another `wraps`',
    `def wraps(f):\n    f()\n    return lambda g: g\ndef deco(f):\n    @wraps(f)\n    def w():\n        pass\n    return w\n@deco${DECORATED}`,
    'import',
  ],
  [
    'is wrapped and called by a second decorator',
    `${WRAPPER}def other(f):\n    f()\n    return f\n@other\n@deco${DECORATED}`,
    'import',
  ],
])('knows when a function runs that %s', (_, source, when) => {
  expect(runs(source)).toEqual([when])
})
