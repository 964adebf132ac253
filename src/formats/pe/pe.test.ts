import { describe, expect, it } from 'vitest'
import { seededMutations, survivors } from '../../../test/support/binary-mutations.ts'
import { peOf, type PeDescription } from '../../../test/support/pe-writer.ts'
import { memorySource } from '../zip-source.ts'
import type { PeFile } from './pe-file.ts'
import { readPe } from './pe.ts'

const read = (description: PeDescription): Promise<PeFile> => readPe(memorySource(peOf(description)))

describe('PE', () => {
  it.each([32, 64] as const)('reads what a loader reads, %i bits', async (bits) => {
    const file = await read({
      bits,
      imports: { 'KERNEL32.dll': ['CreateProcessW', 'WriteProcessMemory'], 'WS2_32.dll': [4, 999] },
      delayed: { 'WINHTTP.dll': ['WinHttpConnect'] },
      exports: ['PyInit_x'],
    })
    expect(file).toMatchObject({
      bits,
      type: 'library',
      machine: bits === 64 ? 'x86-64' : 'i386',
      subsystem: 'console',
    })
    expect(file.libraries).toEqual(['KERNEL32.dll', 'WS2_32.dll', 'WINHTTP.dll'])
    expect(file.imports).toEqual([
      { name: 'CreateProcessW', library: 'KERNEL32.dll', how: 'needed' },
      { name: 'WriteProcessMemory', library: 'KERNEL32.dll', how: 'needed' },
      { name: 'connect', library: 'WS2_32.dll', how: 'needed' },
      { name: '#999', library: 'WS2_32.dll', how: 'needed' },
      { name: 'WinHttpConnect', library: 'WINHTTP.dll', how: 'delayed' },
    ])
    expect(file.exports).toEqual(['PyInit_x'])
    expect(file.sections.map(({ name, executable }) => [name, executable])).toEqual([['.text', true], ['.rdata', false]]) // prettier-ignore
    expect(file.timestamp).toBe(1_700_000_000)
    expect(file.anomalies).toEqual([])
    expect(file.overlay).toBeUndefined()
  })

  it('tells certificates from what hangs behind the program', async () => {
    const signed = await read({ certificate: Buffer.alloc(64, 1) })
    expect(signed.signatureBytes).toBe(64)
    expect(signed.overlay).toBeUndefined()
    const appended = await read({ certificate: Buffer.alloc(64, 1), overlay: Buffer.alloc(32, 2) })
    expect(appended.overlay?.size).toBe(32)
    expect((await read({ overlay: Buffer.alloc(32, 2) })).overlay?.size).toBe(32)
  })

  it('notes code of .NET', async () => {
    expect((await read({ isDotNet: true })).isDotNet).toBe(true)
    expect((await read({})).isDotNet).toBe(false)
  })

  it.each([
    ['a program of DOS', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s', async (_, bytes) => {
    await expect(readPe(memorySource(bytes))).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })

  it('ends where imports have no end', async () => {
    const bytes = peOf({ imports: { 'a.dll': ['f'] }, data: Buffer.alloc(1024 * 1024, 0x20) })
    // The list of names points into a megabyte of entries that are never zero.
    const at = bytes.indexOf(Buffer.from('a.dll'))
    expect(at).toBeGreaterThan(0)
    bytes.fill(0x20, at + 8)
    const start = performance.now()
    await readPe(memorySource(bytes)).catch(() => undefined)
    expect(performance.now() - start).toBeLessThan(5000)
  })

  it('survives every truncation and 10,000 mutations, quickly', async () => {
    const start = performance.now()
    for (const bits of [32, 64] as const) {
      const honest = peOf({
        bits,
        imports: { 'KERNEL32.dll': ['CreateProcessW'] },
        delayed: { 'W.dll': ['f'] },
        exports: ['g'],
      })
      expect(await survivors(seededMutations(honest, 5000), (bytes) => readPe(memorySource(bytes)))).toEqual([])
    }
    expect(performance.now() - start).toBeLessThan(60_000)
  }, 120_000)
})
