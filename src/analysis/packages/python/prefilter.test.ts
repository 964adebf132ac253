import { expect, it } from 'vitest'
import { holdsNothing } from './prefilter.ts'

it.each([
  'import os',
  'import json, os as o',
  'import json, \\\n  socket',
  'from \\\n  os import system',
  'from logging import os',
  'from random import _os as o',
  'from six.moves import (\n  urllib,  # here\n)',
  'if x: import subprocess as s',
  'import logging; logging.os.system("x")',
  'getattr(logging, "os").system("x")',
  'getattr(x, "sys" + "tem")("id")',
  'import sys; sys.modules["o" + "s"]',
  'e = eval\ne("1")',
  'exec "print 1"',
  'f = [open]\nf[0]("/etc/passwd")',
  'open("/etc/passwd").read()',
  'print.__self__.__dict__["ev" + "al"]("1")',
  '().__class__.__base__.__subclasses__()',
  `import ${'(\na,'.repeat(1)}${'b,\n'.repeat(3000)}`,
])('%j may hold something', (source) => {
  expect(holdsNothing(source)).toBe(false)
})

it.each([
  'import re\nre.compile("a")',
  'frame.eval("a + b")\nframe.query("code == 1")',
  '# the code of this site is on git, see os and platform\nx = 1',
  'from .base import Model\n\n\nclass A(Model):\n    code = 1',
  'image = Image.open(path)',
  'value = getattr(self, name)\nsetattr(self, "name", value)',
])('%j holds nothing', (source) => {
  expect(holdsNothing(source)).toBe(true)
})

it('takes no longer for a text of imports only', () => {
  const begin = performance.now()
  holdsNothing('import a '.repeat(120_000))
  holdsNothing('import (\na)\n'.repeat(90_000))
  holdsNothing('getattr('.repeat(130_000))
  expect(performance.now() - begin).toBeLessThan(3000)
})
