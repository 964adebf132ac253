import { describe, expect, it } from 'vitest'
import { safetensorsOf } from '../../../../test/support/safetensors-writer.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readSafetensors } from '../../../formats/safetensors/safetensors.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeSafetensors } from './judge-safetensors.ts'

const judge = async (header: string, data = 0): Promise<readonly string[]> =>
  judgeSafetensors(await readSafetensors(memorySource(safetensorsOf(header, data)), DEFAULT_LIMITS)).map(
    ({ id, severity }) => `${id} ${severity}`,
  )

describe('metadata', () => {
  const cases: readonly { value: string; found: readonly string[] }[] = [
    { value: 'pt', found: [] },
    { value: '{"ss_tag_frequency": {"a": 1}}', found: [] },
    { value: 'gAllery of tags', found: [] },
    { value: '<script>alert(1)</script>', found: ['safetensors/metadata-markup medium'] },
    { value: 'models <b>bold</b>, a <scripted b', found: [] },
    { value: '<img src=x onerror=alert(1)>', found: ['safetensors/metadata-markup medium'] },
    { value: 'gASVKAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU', found: ['safetensors/metadata-pickle high'] },
    { value: 'safe \u202etxt', found: ['safetensors/metadata-invisible low'] },
  ]
  it.each(cases)('$value', async ({ value, found }) => {
    expect(await judge(JSON.stringify({ __metadata__: { key: value } }))).toEqual(found)
  })
})

it('judges layout', async () => {
  expect(await judge('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1)).toEqual([])
  expect(await judge('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 5)).toEqual([
    'safetensors/trailing-data medium',
  ])
})
