import { describe, expect, it } from 'vitest'
import { lineIndex } from '../../formats/line-index.ts'
import { Ledger, type PackageFact } from './ledger.ts'

const fact: PackageFact = {
  name: 'a',
  version: { kind: 'exact', version: '1.0.0' },
  origin: { kind: 'registry' },
  role: 'locks',
  scope: 'development',
  direct: 'no',
  offset: 0,
  text: 'a@1.0.0',
}

function ledger(): Ledger {
  return new Ledger('package-lock.json', 'npm/package-lock', lineIndex('a\nb\nc'))
}

describe('Ledger', () => {
  it('makes one mention of places that hold the same package, for the most serious of their purposes', () => {
    const book = ledger()
    book.add({ ...fact, groups: ['workspace:b'], integrity: ['sha512-x'] })
    book.add({ ...fact, scope: 'runtime', direct: 'yes', groups: ['workspace:a'], integrity: ['sha512-x'], offset: 2 })
    expect(book.extraction().mentions).toMatchObject([
      {
        key: 'a@1.0.0',
        scope: 'runtime',
        direct: 'yes',
        groups: ['workspace:a', 'workspace:b'],
        integrity: ['sha512-x'],
        location: { lines: { start: 1, end: 1 } },
      },
    ])
  })

  it('keeps a condition only while every place has it', () => {
    const book = ledger()
    book.add({ ...fact, marker: 'os=darwin' })
    book.add({ ...fact, marker: 'os=darwin' })
    expect(book.extraction().mentions[0]?.marker).toBe('os=darwin')
    book.add(fact)
    expect(book.extraction().mentions[0]?.marker).toBeUndefined()
  })

  it('keeps the same package from two registries apart, and a copy without an address with the first', () => {
    const book = ledger()
    book.add(fact)
    book.add({ ...fact, origin: { kind: 'registry', index: 'https://one.example' } })
    book.add({ ...fact, origin: { kind: 'registry', index: 'https://two.example' } })
    book.add({ ...fact, origin: { kind: 'git', url: 'https://git.example/a' } })
    expect(book.extraction().mentions.map(({ key, origin }) => [key, origin])).toEqual([
      ['a@1.0.0', { kind: 'registry', index: 'https://one.example' }],
      ['a@1.0.0 (2)', { kind: 'registry', index: 'https://two.example' }],
      ['a@1.0.0 (3)', { kind: 'git', url: 'https://git.example/a' }],
    ])
  })

  it('does not emit what is no package, and says so without the escapes', () => {
    const book = ledger()
    expect(book.add({ ...fact, name: 'a\n::error::\u001b[31m' })).toBeUndefined()
    const { mentions, diagnostics } = book.extraction()
    expect(mentions).toEqual([])
    expect(diagnostics).toMatchObject([
      { code: 'FORMAT_PARTIAL', source: 'npm/package-lock', location: { path: 'package-lock.json' } },
    ])
    expect(diagnostics[0]?.message).not.toContain('\n')
    expect(diagnostics[0]?.message).not.toContain('\u001b')
  })

  it('counts diagnostics beyond the first fifty', () => {
    const book = ledger()
    for (let i = 0; i < 1000; i++) book.note('odd', 0)
    const { diagnostics } = book.extraction()
    expect(diagnostics).toHaveLength(51)
    expect(diagnostics.at(-1)?.message).toBe('950 more places of this file were not understood')
  })

  it('cuts long text and removes credentials from it', () => {
    const book = ledger()
    book.add({ ...fact, text: `https://me:secret@git.example/${'x'.repeat(1_000_000)}` })
    const text = book.extraction().mentions[0]?.text ?? ''
    expect(text.length).toBeLessThanOrEqual(200)
    expect(text).not.toContain('secret')
  })

  it('writes each edge once and none from a package to itself', () => {
    const book = ledger()
    book.edge('a', 'b')
    book.edge('a', 'b')
    book.edge('a', 'a')
    book.edge('a', undefined)
    book.rootEdge('a')
    expect(book.extraction().edges).toEqual([
      { from: 'a', to: 'b' },
      { from: '', to: 'a' },
    ])
  })
})
