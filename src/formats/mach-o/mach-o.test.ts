import { describe, expect, it } from 'vitest'
import { seededMutations, survivors } from '../../../test/support/binary-mutations.ts'
import { fatOf, machOOf } from '../../../test/support/mach-o-writer.ts'
import { memorySource } from '../zip-source.ts'
import { readMachO } from './mach-o.ts'

const FORMS = [
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
] as const

const SYSTEM = '/usr/lib/libSystem.B.dylib'

describe('Mach-O', () => {
  it.each(FORMS)('reads what a loader reads, $bits bits, little-endian $littleEndian', async (form) => {
    const [file] = await readMachO(
      memorySource(
        machOOf({
          ...form,
          libraries: [SYSTEM, '/usr/lib/libz.1.dylib'],
          imports: [['connect', 1]],
          bound: [['deflate', 2]],
          exports: ['PyInit_x'],
          signature: Buffer.alloc(40, 1),
          isEncrypted: true,
        }),
      ),
    )
    expect(file).toMatchObject({ bits: form.bits, byteOrder: form.littleEndian ? 'little' : 'big', fileType: 'bundle' })
    expect(file?.libraries).toEqual([SYSTEM, '/usr/lib/libz.1.dylib'])
    expect(file?.imports).toEqual([
      { name: 'connect', library: SYSTEM, how: 'needed' },
      { name: 'deflate', library: '/usr/lib/libz.1.dylib', how: 'needed' },
    ])
    expect(file?.exports).toEqual(['PyInit_x'])
    expect(file?.signatureBytes).toBe(40)
    expect(file?.isEncrypted).toBe(true)
    expect(file?.uuid).toBe('00112233445566778899aabbccddeeff')
    expect(file?.sections.map(({ name }) => name)).toEqual(['__TEXT,__cstring'])
    expect(file?.anomalies).toEqual([])
    expect(file?.overlay).toBeUndefined()
  })

  it('finds names in chained fixups and in the trie when there are no symbols', async () => {
    const [file] = await readMachO(
      memorySource(machOOf({ libraries: [SYSTEM], fixed: [['posix_spawn', 1]], inTrie: ['napi_register_module_v1'] })),
    )
    expect(file?.imports).toEqual([{ name: 'posix_spawn', library: SYSTEM, how: 'needed' }])
    expect(file?.exports).toEqual(['napi_register_module_v1'])
  })

  it.each([32, 64] as const)('reads all slices of a universal file with a table of %i bits', async (bits) => {
    const slices = [
      machOOf({ imports: [['connect', 1]], libraries: [SYSTEM] }),
      machOOf({ bits: 32, imports: [['system', 1]] }),
    ]
    const files = await readMachO(memorySource(fatOf(slices, bits)))
    expect(files.map(({ imports }) => imports[0]?.name)).toEqual(['connect', 'system'])
    expect(files[1]?.start).toBeGreaterThan(0)
    expect(files[0]?.overlay).toBeUndefined()
  })

  it('finds what hangs behind the last segment', async () => {
    const [file] = await readMachO(memorySource(machOOf({ overlay: Buffer.alloc(50, 1) })))
    expect(file?.overlay?.size).toBe(50)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a class of Java, which has the same mark', Buffer.from('cafebabe00000034001d0a0006', 'hex')],
  ])('refuses %s', async (_, bytes) => {
    await expect(readMachO(memorySource(bytes))).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })

  it('survives every truncation and 10,000 mutations, quickly', async () => {
    const start = performance.now()
    const content = {
      libraries: [SYSTEM],
      imports: [['connect', 1]],
      bound: [['f', 1]],
      fixed: [['g', 1]],
      inTrie: ['h'],
    } as const
    for (const honest of [...FORMS.map((form) => machOOf({ ...form, ...content })), fatOf([machOOf(content)])])
      expect(await survivors(seededMutations(honest, 2000), (bytes) => readMachO(memorySource(bytes)))).toEqual([])
    expect(performance.now() - start).toBeLessThan(60_000)
  }, 120_000)
})
