import { describe, expect, it } from 'vitest'
import { parseRange } from '../../versions/parse-range.ts'
import { READER_VULNERABILITIES } from './reader-vulnerabilities.ts'

const includes = (affected: string, version: string): boolean =>
  affected.split('||').some((range) => parseRange(range.trim(), 'pep440').includes(version))

describe('the list of vulnerable readers', () => {
  it('is sorted, and each entry once', () => {
    const keys = READER_VULNERABILITIES.map(({ cve, package: name }) => `${cve} ${name}`)
    expect(keys).toEqual([...new Set(keys)].toSorted())
  })

  it('names a CVE, a package and the page of an advisory', () => {
    for (const { cve, package: name, source } of READER_VULNERABILITIES) {
      expect(cve).toMatch(/^CVE-20\d\d-\d{4,}$/)
      expect(name).toMatch(/^[a-z0-9-]+$/)
      expect(new URL(source).protocol).toBe('https:')
    }
  })

  it.each(READER_VULNERABILITIES)('$cve of $package: the fixed version is not affected, others are', (one) => {
    if (one.fixed !== undefined) expect(includes(one.affected, one.fixed)).toBe(false)
    const bound = /(?:<=|==|<|>=)\s*([\d.]+)/.exec(one.affected)?.[1] ?? ''
    const below = one.affected.startsWith('<') && !one.affected.startsWith('<=') ? '0.0.1' : bound
    expect(includes(one.affected, below)).toBe(true)
    expect(includes(one.affected, '99.0.0')).toBe(false)
  })
})
