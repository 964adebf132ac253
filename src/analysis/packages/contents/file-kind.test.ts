import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { npyFile, torchZip } from '../../../../test/support/torch-files.ts'
import { zipOf } from '../../../../test/support/opened-artefact.ts'
import { identifyModel } from '../../models/containers/identify.ts'
import type { FileKind } from '../artefact-facts.ts'
import { disguiseNote } from './disguise.ts'
import { fileKind } from './file-kind.ts'

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))

const ELF = bytes('\x7fELF', [2, 1, 1, 0], '\0'.repeat(56))
const PE = bytes('MZ', '\0'.repeat(58), [64, 0, 0, 0], 'PE\0\0', '\0'.repeat(60))
const PYC = bytes([0xa7, 0x0d, 0x0d, 0x0a], '\0'.repeat(12), [0xe3], '\0'.repeat(40))
const PICKLE = bytes([0x80, 4, 0x95, 20, 0, 0, 0, 0, 0, 0, 0], '\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.')

describe('the kind of a file', () => {
  const cases: readonly (readonly [path: string, head: string | Buffer, kind: FileKind])[] = [
    ['a.py', 'x = 1\n', 'python'],
    ['a.pyi', '', 'python'],
    ['a.mjs', 'export {}\n', 'javascript'],
    ['a.ts', 'const a = 1\n', 'javascript'],
    ['a.sh', 'true\n', 'shell'],
    ['a.ps1', 'Write-Host\n', 'powershell'],
    ['a.cmd', 'echo\n', 'batch'],
    ['a.ipynb', '{}', 'notebook'],
    ['bin/tool', '#!/usr/bin/env node\n', 'javascript'],
    ['bin/tool', '#!/usr/bin/env -S FOO=1 node --flag\n', 'javascript'],
    ['bin/tool', '#!/usr/bin/python3.11\n', 'python'],
    ['x.data/scripts/tool', '#!python\n', 'python'],
    ['bin/tool', '#!/bin/sh\n', 'shell'],
    ['bin/tool', '#!/usr/bin/perl\n', 'text'],
    ['run.txt', '#!/bin/bash\n', 'shell'],
    ['a.so', ELF, 'native'],
    ['logo.png', ELF, 'native'],
    ['a.node', PE, 'native'],
    ['a.exe', bytes('MZ', [0x90], '\0'.repeat(57), [0, 4, 0, 0], '\0'.repeat(20)), 'native'],
    ['MZ.txt', 'MZ is how a text may begin, too; this one is long enough to hold a header of DOS.\n', 'text'],
    ['a.dylib', bytes([0xcf, 0xfa, 0xed, 0xfe], '\0'.repeat(28)), 'native'],
    ['a.dylib', bytes([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2], '\0'.repeat(28)), 'native'],
    ['A.class', bytes([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65], '\0'.repeat(28)), 'data'],
    ['a.wasm', bytes('\0asm', [1, 0, 0, 0]), 'wasm'],
    ['__pycache__/a.cpython-311.pyc', PYC, 'bytecode'],
    ['a.dat', PYC, 'bytecode'],
    ['m.pt', torchZip(PICKLE), 'model'],
    ['m.npy', npyFile('<f8', '(1,)', Buffer.alloc(8)), 'model'],
    ['m.bin', PICKLE, 'model'],
    ['m.pkl', PICKLE, 'model'],
    ['x.zip', zipOf({ a: '1' }), 'archive'],
    ['x.json', gzipSync('{}'), 'archive'],
    ['package.json', '{}', 'manifest'],
    ['a-1.0.dist-info/RECORD', '', 'manifest'],
    ['a.pth', 'import os\n', 'path-configuration'],
    ['.github/workflows/x.yml', 'on: push\n', 'workflow'],
    ['CLAUDE.md', 'Do this\n', 'assistant-configuration'],
    ['.vscode/tasks.json', '{}', 'assistant-configuration'],
    ['notes', 'some words\n', 'text'],
    ['notes', bytes([0, 1, 2, 3]), 'data'],
    ['a.txt', bytes([0, 1, 2, 3]), 'data'],
    ['a.py', bytes('x = 1 #', [0], '\n'), 'python'],
    ['a.ps1', bytes([0xff, 0xfe], 'W\0r\0'), 'powershell'],
    ['a.so', '/* GNU ld script */ INPUT(x)\n', 'text'],
  ]
  it.each(cases)('%s', (path, head, kind) => {
    expect(fileKind(path, Buffer.from(head))).toBe(kind)
  })
})

describe('a name that is not what the bytes are', () => {
  const cases: readonly (readonly [path: string, head: string | Buffer, message: string | undefined])[] = [
    ['logo.png', ELF, 'a program or library'],
    ['readme.txt', PE, 'a program or library'],
    ['logo.png', '#!/bin/sh\n', 'a shell script'],
    ['data.json', PICKLE, 'a model or pickle'],
    ['font.woff2', zipOf({ a: '1' }), 'an archive'],
    ['core.js', ELF, 'a program or library'],
    ['cli.js', '#!/usr/bin/env node\n', undefined],
    ['logo.svg', gzipSync('<svg/>'), undefined],
    ['lib.so', ELF, undefined],
    ['logo.png', bytes([0x89], 'PNG\r\n'), undefined],
    ['a.md', '# Words\n', undefined],
  ]
  it.each(cases)('%s', (path, head, message) => {
    const content = Buffer.from(head)
    const note = disguiseNote(path, content, identifyModel(content, content))
    expect(note?.message.slice(note.message.indexOf('like ', 20) + 5)).toBe(message)
  })
})
