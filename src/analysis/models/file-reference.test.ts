import { expect, it } from 'vitest'
import { pathEscape } from './file-reference.ts'

it.each([
  ['model.onnx.data', undefined],
  ['weights/shard-00001.bin', undefined],
  ['./weights.bin', undefined],
  ['a..b/c..', undefined],
  ['../../etc/passwd', 'parent'],
  ['a/../../b', 'parent'],
  ['a\\..\\..\\b', 'parent'],
  ['..', 'parent'],
  ['/etc/passwd', 'absolute'],
  ['\\\\host\\share', 'absolute'],
  ['C:\\Windows\\win.ini', 'absolute'],
  ['C:x', 'absolute'],
  ['file:///etc/passwd', 'url'],
  ['s3://bucket/x', 'url'],
  ['~/.ssh/id_rsa', 'home'],
  ['$HOME/x', 'variable'],
  ['%APPDATA%\\x', 'variable'],
  ['weights\u0000.bin', 'control-characters'],
  ['', 'empty'],
  ['*/_ORT_MEM_ADDR_/*', 'memory'],
] as const)('%j is %s', (path, escape) => {
  expect(pathEscape(path)).toBe(escape)
})
