import { expect, it } from 'vitest'
import { type GgufParts, ggufOf } from '../../../../test/support/gguf-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readGguf } from '../../../formats/gguf/gguf.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeGguf, judgeGgufAndTemplates } from './judge-gguf.ts'

const END_OF_ZIP = 'PK\u0005\u0006' + '\0'.repeat(4) + '\u0001\0\u0001\0' + '\0'.repeat(10)

it.each<{ name: string; parts: GgufParts; appended?: string; found: readonly string[] }>([
  { name: 'an honest file', parts: { tensors: [{}], data: 32 }, found: [] },
  {
    name: 'an overflow',
    parts: { tensors: [{ shape: [1n << 40n, 1n << 40n] }], data: 32 },
    found: ['gguf/shape-overflow high'],
  },
  {
    name: 'a zip behind it',
    parts: { tensors: [{}], data: 32 },
    appended: END_OF_ZIP,
    found: ['gguf/trailing-data low', 'gguf/polyglot high'],
  },
  {
    name: 'a breach in two places',
    parts: { tensors: [{ type: 77 }, { name: 'b', type: 78 }], data: 32 },
    found: ['gguf/unknown-tensor-type low'],
  },
])('$name', async ({ parts, appended = '', found }) => {
  const file = await readGguf(
    memorySource(Buffer.concat([ggufOf(parts), Buffer.from(appended, 'latin1')])),
    DEFAULT_LIMITS,
  )
  expect(judgeGguf(file).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

it('judges templates, with their byte in the file', async () => {
  const bytes = ggufOf({
    metadata: [
      ['tokenizer.chat_template', 8, '{{ messages }}'],
      ['tokenizer.chat_template.rag', 8, '{{ x.__class__ }}'],
    ],
  })
  const file = await readGguf(memorySource(bytes), DEFAULT_LIMITS)
  const [found, ...more] = judgeGgufAndTemplates(file, DEFAULT_LIMITS)
  expect(more).toEqual([])
  expect(found).toMatchObject({
    id: 'templates/attribute-escape',
    where: { inside: 'tokenizer.chat_template (rag), line 1' },
  })
  const byte = found?.where.byte ?? 0
  expect(Buffer.from(bytes.subarray(byte, byte + 10)).toString()).toBe('.__class__')
})
