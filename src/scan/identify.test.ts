import { expect, it } from 'vitest'
import { matchAny } from '../base/glob.ts'
import { contentKind, identifier } from './identify.ts'

const WANTED = [
  { id: 'uv', files: ['**/uv.lock'] },
  { id: 'docker', files: ['**/Dockerfile', '**/Dockerfile.*'] },
  { id: 'requirements', files: ['**/*requirements*.txt'] },
  { id: 'all-locks', files: ['**/*.lock'] },
  { id: 'models', files: ['**/*.{pkl,pt}', '**/*.gguf'] },
] as const

it.each([
  ['uv.lock', ['all-locks', 'uv']],
  ['deep/down/uv.lock', ['all-locks', 'uv']],
  ['Dockerfile', ['docker']],
  ['a/Dockerfile.gpu', ['docker']],
  ['requirements-dev.txt', ['requirements']],
  ['notuv.lock', ['all-locks']],
  ['uv.lock.bak', []],
  ['constructor', []],
  ['a/model.pt', ['models']],
  ['model.tar.gguf', ['models']],
  ['pt', []],
  ['model.pt.bak', []],
  ['.pkl', ['models']],
])('%s is wanted by %j', (path, expected) => {
  expect(identifier<string>(WANTED)(path)).toEqual(expected)
})

const GLOBS = [
  '**/*.{yml,yaml}', '**/{a,b*}.json', '**/x/*.txt', '**/.env.*', '*', '**', 'src/**', '**/*-bom.json', '**/[ab]*.py',
  '**/*[-.]in', '**/\\*.md', '**/Dockerfile', 'a/Dockerfile', '**/*?', '**/node_modules/**/package.json', '**/*.', '**/ab*ba', '**/.*env',
] // prettier-ignore
const NAMES = ['a.yml', 'b.json', 'bx.json', 'c.json', 'q-bom.json', '.env', '.env.x', 'a.py', 'z-in', '*.md', 'x.md', 'Dockerfile', 'package.json', 'x.txt', 'end.', '.txt', 'aba', 'abba', 'abxba'] // prettier-ignore
const FOLDERS = ['', 'a/', 'x/', 'src/x/', 'node_modules/', 'b/node_modules/c/']

it.each(GLOBS)('finds by its index what %s matches', (glob) => {
  const wanted = identifier([{ id: 'it', files: [glob] }])
  const matches = matchAny([glob])
  for (const path of FOLDERS.flatMap((folder) => NAMES.map((name) => folder + name))) {
    expect([path, wanted(path).length > 0]).toEqual([path, matches(path)])
  }
})

it.each([
  ['', 'empty'],
  ['name==1.0\n', 'text'],
  ['PK\u0003\u0004', 'zip'],
  ['\u007fELF', 'elf'],
  ['a\u0000b', 'binary'],
  ['%PDF-1.7', 'pdf'],
])('%j is %s', (text, expected) => {
  expect(contentKind(Buffer.from(text, 'latin1'))).toBe(expected)
})

it.each([
  [[0x80, 4, 0x95], 'pickle'],
  [[0xff, 0xfe, 0x61, 0x00], 'text'],
  [[0x1f, 0x8b, 8], 'gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
])('the bytes %j are %s', (bytes, expected) => {
  expect(contentKind(Uint8Array.from(bytes))).toBe(expected)
})
