import { describe, expect, it } from 'vitest'
import { EMPTY, INPUTS, largeResult, render, settledResult } from '../../test/support/report-inputs.ts'
import { HOSTILE, sampleResult } from '../../test/support/sample-result.ts'
import { markdown } from './markdown.ts'
import { code, codeCell, words } from './markdown/escape.ts'
import { fitted } from './markdown/fitted.ts'

const OURS = /<\/?(?:details|summary)>|<br>|<!-- -->|<!-- assay-report -->/g

describe('the comment', () => {
  it('has the verdict first, what blocks before the rest, and the rest folded', () => {
    const text = render(markdown, sampleResult())
    expect(text.startsWith('<!-- assay-report -->\n## Assay: blocked\n')).toBe(true)
    expect(text.indexOf('### What blocks')).toBeLessThan(text.indexOf('<details>'))
    expect(text).toContain('| critical | `torch 2.1.0+cu118`<br>`sub/torch/uv.lock:120:11` |')
    expect(text).toContain('**Not everything was looked at**')
  })

  it('of an empty result says what was not looked at', () => {
    const text = render(markdown, EMPTY)
    expect(text).toContain('No open findings')
    expect(text).toContain('1 file could not be read')
  })

  it.each(INPUTS)('%s: no element but ours outside of code, and every fold is closed', (_, result) => {
    const text = render(markdown, result)
    const open = text.replace(/(`+)[^\n]*?[^`]\1(?!`)/g, '').replace(OURS, '')
    expect(open.replace(/\\</g, '')).not.toContain('<')
    expect(text.split('<details>').length).toBe(text.split('</details>').length)
  })

  it('has as many lines and cells with hostile names as with usual ones', () => {
    const shape = (text: string): readonly number[] =>
      render(markdown, settledResult(text))
        .split('\n')
        .map((line) => (line.startsWith('|') ? line.replace(/\\\|/g, '').split('|').length : 0))
    expect(shape(HOSTILE)).toEqual(shape('torch'))
  })

  it('is never longer than a comment may be, and says what it leaves out', () => {
    const text = render(markdown, largeResult(3000, 1))
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text.length).toBeGreaterThan(60_000)
    expect(text).toMatch(/… and \d{3,} more rows: a comment has no more room/)
    expect(text).toContain('Coverage: incomplete')
    expect(text.split('<details>').length).toBe(text.split('</details>').length)
  })
})

describe('foreign words', () => {
  it.each([
    ['@someone', '@<!-- -->someone'],
    ['fixes #12', 'fixes \\#<!-- -->12'],
    ['https://evil.example', 'https:<!-- -->//evil.example'],
    ['www.evil.example', 'www<!-- -->.evil.example'],
    ['[a](b)', '\\[a\\](b)'],
    ['a | b', 'a \\| b'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['- a', '<!-- -->- a'],
    ['1. a', '<!-- -->1. a'],
    ['**bold** `code` $x$ ~~y~~', '\\*\\*bold\\*\\* \\`code\\` \\$x\\$ \\~\\~y\\~\\~'],
    ['a\n\n# b', 'a \\#<!-- --> b'],
    ['CVE-2025-32434 in 2.1.0', 'CVE-2025-32434 in 2.1.0'],
  ])('%j', (text, escaped) => {
    expect(words(text)).toBe(escaped)
  })

  it.each([
    ['torch', '`torch`'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['a|b', '`a|b`'],
    ['', ''],
  ])('as code: %j', (text, escaped) => {
    expect(code(text)).toBe(escaped)
  })

  it('as code in a cell, with its bars escaped', () => {
    expect(codeCell('a|b`c')).toBe('`` a\\|b`c ``')
  })
})

describe('fitting', () => {
  const block = (noun: string, rows: number) => ({ head: 'H', rows: Array(rows).fill('rrrrr'), tail: 'T', noun })

  it('keeps everything where there is room', () => {
    expect(fitted([block('a', 2), block('b', 1)], 1000)).toBe('HrrrrrrrrrrTHrrrrrT')
  })

  it('cuts the last block first', () => {
    const text = fitted([block('firsts', 20), block('lasts', 100)], 400)
    expect(text.length).toBeLessThanOrEqual(400)
    expect(text).not.toContain('more firsts')
    expect(text).toContain('more lasts')
  })
})
