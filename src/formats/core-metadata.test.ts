import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { coreMetadata, metadataField } from './core-metadata.ts'

const read = (text: string): readonly string[] =>
  coreMetadata
    .parse(new TextEncoder().encode(text), DEFAULT_LIMITS)
    .fields.map(({ name, value, offset }) => `${name}=${value}@${offset}`)

describe('core metadata', () => {
  it.each([
    ['Name: torch\nVersion: 2.1\n', ['name=torch@6', 'version=2.1@21']],
    ['Name: a\r\nVersion:1\r\n\r\nName: b\r\n', ['name=a@6', 'version=1@17']],
    ['Name: a\n\nVersion: 2', ['name=a@6']],
    ['Name: a\n \t\nVersion: 2', ['name=a@6']],
    ['Summary: one\n  two\nName: a', ['summary=one two@9', 'name=a@25']],
    ['\ufeffName: a', ['name=a@6']],
    ['no header\nName: a', ['name=a@16']],
    [': a', []],
    ['', []],
  ])('%j', (text, fields) => {
    expect(read(text)).toEqual(fields)
  })

  it('takes the first of a field that stands twice', () => {
    const metadata = coreMetadata.parse(new TextEncoder().encode('Name: a\nName: b'), DEFAULT_LIMITS)
    expect(metadataField(metadata, 'name')?.value).toBe('a')
  })

  it.each([
    ['folded lines', `Name: a\n${' x\n'.repeat(350_000)}`],
    ['colons', ':'.repeat(1 << 20)],
    ['blanks', `Name:${' '.repeat(1 << 20)}a`],
    ['line breaks', '\n'.repeat(1 << 20)],
    ['carriage returns', '\r'.repeat(1 << 20)],
    ['blank lines that are none', '\n \r'.repeat(350_000)],
  ])('a megabyte of %s takes no time', (_, text) => {
    const before = performance.now()
    read(text)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
