import { assert, constantFrom, property, string, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keywordAutomaton } from './keyword-automaton.ts'
import { KeywordSearch } from './keyword-search.ts'

interface Hit {
  readonly keyword: string
  readonly end: number
}

function searched(keywords: readonly string[], text: string): readonly Hit[] {
  const search = new KeywordSearch(keywordAutomaton(keywords))
  const { count, keywords: ids, ends } = search.hits(Buffer.from(text, 'latin1'))
  return sorted(Array.from({ length: count }, (_, i) => ({ keyword: keywords[ids[i] ?? 0] ?? '', end: ends[i] ?? 0 })))
}

/** What a search of each keyword by itself finds. */
function expected(keywords: readonly string[], text: string): readonly Hit[] {
  const folded = text.toLowerCase()
  return sorted(
    keywords.flatMap((keyword) => {
      const hits: Hit[] = []
      for (let at = folded.indexOf(keyword); at >= 0; at = folded.indexOf(keyword, at + 1)) {
        hits.push({ keyword, end: at + keyword.length })
      }
      return hits
    }),
  )
}

function sorted(hits: readonly Hit[]): readonly Hit[] {
  return hits.toSorted((a, b) => a.end - b.end || a.keyword.length - b.keyword.length)
}

describe('the search for keywords', () => {
  it.each([
    ['a keyword inside another', ['token', 'oke', 'ken'], 'a token'],
    ['a keyword that overlaps itself', ['aaa'], 'aaaaa'],
    ['the suffix of a path that fails', ['abcd', 'bce'], 'abce'],
    ['capitals', ['akia'], 'xAKIAx aKiA'],
    ['the first and the last byte', ['ab', 'yz'], 'ab yz'],
    ['nothing', ['abc'], ''],
    ['bytes above ASCII', ['äb'], 'xäby'],
  ])('finds %s', (_, keywords, text) => {
    expect(searched(keywords, text)).toEqual(expected(keywords, text))
    expect(searched(keywords, text).length > 0).toBe(text !== '')
  })

  it('finds the same as single searches, whatever stands where lanes and blocks meet', () => {
    const words = uniqueArray(string({ unit: constantFrom('a', 'b', 'c', '-'), minLength: 2, maxLength: 9 }), {
      minLength: 1,
      maxLength: 12,
    })
    const text = string({ unit: constantFrom('a', 'B', 'c', '-'), minLength: 0, maxLength: 3000 })
    assert(
      property(words, text, (keywords, bytes) => {
        expect(searched(keywords, bytes)).toEqual(expected(keywords, bytes))
      }),
    )
  })

  it.each([511, 512, 513, 65_535, 65_536, 65_540, 200_001])(
    'finds a keyword wherever it begins in %i bytes',
    (size) => {
      const search = new KeywordSearch(keywordAutomaton(['needle', 'dle']))
      const bytes = Buffer.alloc(size, 0x20)
      for (let at = 0; at + 6 <= size; at += size > 1000 ? 251 : 1) {
        bytes.write('needle', at, 'latin1')
        expect(search.hits(bytes).count).toBe(2)
        bytes.fill(0x20, at, at + 6)
      }
    },
  )

  it('can be used again', () => {
    const search = new KeywordSearch(keywordAutomaton(['abc']))
    expect(search.hits(Buffer.from('abc'.repeat(3000))).count).toBe(3000)
    expect(search.hits(Buffer.from('abc')).count).toBe(1)
  })

  it('takes more keywords than sixteen bits number states', () => {
    const keywords = Array.from({ length: 9000 }, (_, i) => `${(i * 7919).toString(36)}-keyword-${i.toString(36)}`)
    const automaton = keywordAutomaton(keywords)
    expect(automaton.next).toBeInstanceOf(Uint32Array)
    const text = `x ${keywords[8999]} y`
    expect(searched(keywords, text)).toEqual(expected([keywords[8999] ?? ''], text))
  })
})
