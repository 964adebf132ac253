import { describe, expect, it } from 'vitest'
import { readTensorrt, tensorrtStart } from '../../../formats/tensorrt/tensorrt.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeTensorrt } from './judge-tensorrt.ts'

const HEAD = Buffer.concat([Buffer.from('ptrt'), Buffer.alloc(28)])
const json = Buffer.from('{"task":"detect"}')
const length = Buffer.from([json.length, 0, 0, 0])

function elf(machine: number): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.write('\x7fELF', 'latin1')
  bytes.writeUInt16LE(machine, 18)
  return bytes
}

const judge = async (...parts: readonly Buffer[]): Promise<readonly string[]> =>
  judgeTensorrt(await readTensorrt(memorySource(Buffer.concat([HEAD, ...parts])), 0)).map(
    ({ id, severity }) => `${id} ${severity}`,
  )

describe('recognised by its tag', () => {
  it.each([
    ['at the start', HEAD, 0],
    ['of later versions', Buffer.concat([Buffer.from('ftrt'), Buffer.alloc(28)]), 0],
    ['behind JSON', Buffer.concat([length, json, HEAD]), 4 + json.length],
    ['a text', Buffer.from('ptrtable words follow here and there'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
    ['JSON alone', Buffer.concat([length, json]), undefined],
  ])('%s', (_, bytes, start) => {
    expect(tensorrtStart(bytes)).toBe(start)
  })
})

describe('what can be said', () => {
  it('an engine is opaque', async () => {
    expect(await judge()).toEqual(['tensorrt/opaque-engine medium'])
  })
  it('code for a GPU is what an engine is', async () => {
    expect(await judge(elf(190))).toEqual(['tensorrt/opaque-engine medium'])
  })
  it.each([62, 183])('code for a host (%d)', async (machine) => {
    expect(await judge(Buffer.alloc(999), elf(machine))).toEqual([
      'tensorrt/opaque-engine medium',
      'tensorrt/host-code high',
    ])
  })
  it('plug-ins by name', async () => {
    const engine = await readTensorrt(
      memorySource(Buffer.concat([HEAD, Buffer.from('\0EfficientNMS_TRT\0x\0MyPlugin\0DecodePluginDynamic\0')])),
      0,
    )
    expect(engine.plugins).toEqual(['DecodePluginDynamic', 'EfficientNMS_TRT', 'MyPlugin'])
    expect(judgeTensorrt(engine)[0]?.why).toContain('EfficientNMS_TRT')
  })
})

it('reads megabytes of the nastiest bytes in good time', async () => {
  for (const text of ['a', 'Plugi', '\x7fELF', 'A_']) {
    const started = performance.now()
    await readTensorrt(memorySource(Buffer.concat([HEAD, Buffer.alloc(4_000_000, Buffer.from(text, 'latin1'))])), 0)
    expect(performance.now() - started).toBeLessThan(3_000)
  }
})
