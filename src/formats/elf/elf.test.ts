import { describe, expect, it } from 'vitest'
import { elfOf, type ElfDescription } from '../../../test/support/elf-writer.ts'
import { seededMutations, survivors } from '../../../test/support/binary-mutations.ts'
import { memorySource } from '../zip-source.ts'
import type { ElfFile } from './elf-file.ts'
import { readElf } from './elf.ts'

const read = (description: ElfDescription): Promise<ElfFile> => readElf(memorySource(elfOf(description)))

const FORMS = [
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
] as const

describe('ELF', () => {
  it.each(FORMS)('reads what a loader reads, $bits bits, little-endian $littleEndian', async (form) => {
    const file = await read({
      ...form,
      needed: ['libc.so.6', 'libm.so.6'],
      imports: ['connect', 'execve'],
      weakImports: ['__gmon_start__'],
      exports: ['PyInit_x'],
      soname: 'libx.so.1',
      runPath: '$ORIGIN/lib',
      buildId: '00112233445566778899aabbccddeeff00112233',
    })
    expect(file.bits).toBe(form.bits)
    expect(file.byteOrder).toBe(form.littleEndian ? 'little' : 'big')
    expect(file.type).toBe('library')
    expect(file.libraries).toEqual(['libc.so.6', 'libm.so.6'])
    expect(file.imports).toEqual([
      { name: 'connect', how: 'needed' },
      { name: 'execve', how: 'needed' },
      { name: '__gmon_start__', how: 'weak' },
    ])
    expect(file.exports).toEqual(['PyInit_x'])
    expect(file.soname).toBe('libx.so.1')
    expect(file.runPaths).toEqual(['$ORIGIN/lib'])
    expect(file.buildId).toBe('00112233445566778899aabbccddeeff00112233')
    expect(file.sections.map(({ name }) => name)).toEqual(['.rodata', '.text', '.dynamic', '.shstrtab'])
    expect(file.anomalies).toEqual([])
    expect(file.overlay).toBeUndefined()
  })

  it('reads a program, its interpreter and what hangs behind it', async () => {
    const file = await read({ interpreter: '/lib64/ld-linux-x86-64.so.2', overlay: Buffer.alloc(100, 1) })
    expect(file.type).toBe('executable')
    expect(file.interpreter).toBe('/lib64/ld-linux-x86-64.so.2')
    expect(file.isStatic).toBe(false)
    expect(file.overlay?.size).toBe(100)
  })

  it('reads a static program', async () => {
    const file = await read({ isStatic: true, hasSections: false })
    expect(file.isStatic).toBe(true)
    expect(file.hasSymbols).toBe(false)
    expect(file.hasSectionTable).toBe(false)
  })

  it('finds imports without a table of sections and without a hash table: the loader needs neither', async () => {
    const file = await read({ imports: ['connect', 'system'], hasSections: false, hasHash: false })
    expect(file.imports.map(({ name }) => name)).toEqual(['connect', 'system'])
  })

  it('notes a part that can be written and run', async () => {
    const file = await read({ isWritableCode: true })
    expect(file.segments.some(({ writable, executable }) => writable && executable)).toBe(true)
  })

  it('reads few bytes of a large file', async () => {
    const bytes = elfOf({ imports: ['connect'], hasSections: false })
    let read = 0
    const size = 900 * 1024 * 1024
    const file = await readElf({
      size,
      all: () => Promise.reject(new Error('the whole file')),
      slice: async (offset, length) => {
        read += length
        const part = Buffer.alloc(Math.min(length, size - offset))
        bytes.copy(part, 0, Math.min(offset, bytes.length))
        return part
      },
    })
    expect(file.imports).toHaveLength(1)
    expect(read).toBeLessThan(1024 * 1024)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('hello, this is no program at all')],
    ['a mark alone', Buffer.from('\x7fELF')],
    ['an unknown class', Buffer.from('\x7fELF\x03\x01')],
  ])('refuses %s', async (_, bytes) => {
    await expect(readElf(memorySource(bytes))).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })

  it('notes tables that say more than the file holds', async () => {
    const bytes = elfOf({ imports: ['connect'] })
    bytes.writeUInt16LE(0xfff0, 56)
    const file = await readElf(memorySource(bytes))
    expect(file.anomalies.map(({ kind }) => kind)).toContain('damage')
  })

  it('survives every truncation and 10,000 mutations, quickly', async () => {
    const start = performance.now()
    for (const form of FORMS) {
      const honest = elfOf({
        ...form,
        needed: ['libc.so.6'],
        imports: ['connect'],
        exports: ['f'],
        buildId: '00112233',
      })
      expect(await survivors(seededMutations(honest, 2500), (bytes) => readElf(memorySource(bytes)))).toEqual([])
    }
    expect(performance.now() - start).toBeLessThan(60_000)
  }, 120_000)
})
