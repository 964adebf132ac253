import { describe, expect, it } from 'vitest'
import { advisory } from '../../../test/support/advisory-fakes.ts'
import { groupByAlias } from './advisory-groups.ts'

/** Records as `id: alias alias`, groups as the ids of their members, then all names. */
function groupsOf(...records: readonly string[]): string[] {
  const items = records.map((record) => {
    const [id = '', aliases = ''] = record.split(':')
    return { advisory: advisory({ id, aliases: aliases.trim().split(' ').filter(Boolean) }) }
  })
  return groupByAlias(items).map(
    ({ members, ids }) => `${members.map((member) => member.advisory.id).join(' ')} | ${ids.join(' ')}`,
  )
}

describe('2.9 aliases: symmetric, transitive, whatever the order', () => {
  it.each([
    ['one record', ['PYSEC-1: CVE-1'], ['PYSEC-1 | CVE-1 PYSEC-1']],
    ['no alias', ['PYSEC-1:', 'PYSEC-2:'], ['PYSEC-1 | PYSEC-1', 'PYSEC-2 | PYSEC-2']],
    ['named in one direction', ['GHSA-a: PYSEC-1', 'PYSEC-1:'], ['GHSA-a PYSEC-1 | GHSA-a PYSEC-1']],
    [
      'through an id that has no record',
      ['GHSA-a: CVE-1', 'PYSEC-1: CVE-1'],
      ['GHSA-a PYSEC-1 | CVE-1 GHSA-a PYSEC-1'],
    ],
    ['a chain', ['X-A: X-D', 'X-B: X-C', 'X-C: X-D'], ['X-A X-B X-C | X-A X-B X-C X-D']],
    [
      'a chain of two CVEs, no single record of which is a bundle',
      ['PYSEC-1: CVE-1', 'GHSA-a: CVE-2 PYSEC-1'],
      ['GHSA-a PYSEC-1 | CVE-1 CVE-2 GHSA-a PYSEC-1'],
    ],
    ['apart', ['PYSEC-1: CVE-1', 'PYSEC-2: CVE-2'], ['PYSEC-1 | CVE-1 PYSEC-1', 'PYSEC-2 | CVE-2 PYSEC-2']],
  ])('%s', (_, records, expected) => {
    for (const order of permutations(records)) expect(groupsOf(...order)).toEqual(expected)
  })

  it('sorts by CVE, by number', () => {
    expect(
      groupsOf('P-3: CVE-2024-10000', 'P-1: GHSA-z', 'P-2: CVE-2024-9999').map((text) => text.split(' ')[0]),
    ).toEqual(['P-2', 'P-3', 'P-1'])
  })

  it('10,000 records in one chain do not take quadratic time', () => {
    const records = Array.from({ length: 10_000 }, (_, index) => `X-${index}: X-${index + 1}`)
    const start = performance.now()
    expect(groupsOf(...records)).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('2.9 bundles: several CVEs in one record', () => {
  it.each([
    ['alone: one group with the list', ['GO-1: CVE-1 CVE-2 CVE-3'], ['GO-1 | CVE-1 CVE-2 CVE-3 GO-1']],
    [
      'beside one of its CVEs: joins it, the list stays',
      ['GO-1: CVE-1 CVE-2', 'PYSEC-1: CVE-1'],
      ['GO-1 PYSEC-1 | CVE-1 CVE-2 GO-1 PYSEC-1'],
    ],
    [
      'beside two of its CVEs: two groups, the bundle in both',
      ['GO-1: CVE-1 CVE-2', 'PYSEC-1: CVE-1', 'PYSEC-2: CVE-2'],
      ['GO-1 PYSEC-1 | CVE-1 GO-1 PYSEC-1', 'GO-1 PYSEC-2 | CVE-2 GO-1 PYSEC-2'],
    ],
    [
      'the CVEs that nobody else speaks of are a group of their own',
      ['GO-1: CVE-1 CVE-2 CVE-3', 'PYSEC-1: CVE-1', 'PYSEC-2: CVE-2'],
      ['GO-1 PYSEC-1 | CVE-1 GO-1 PYSEC-1', 'GO-1 PYSEC-2 | CVE-2 GO-1 PYSEC-2', 'GO-1 | CVE-3 GO-1'],
    ],
    [
      'records that name the bundle as their alias are not glued by it',
      ['GO-1: CVE-1 CVE-2', 'GHSA-a: CVE-1 GO-1', 'GHSA-b: CVE-2 GO-1'],
      ['GHSA-a GO-1 | CVE-1 GHSA-a GO-1', 'GHSA-b GO-1 | CVE-2 GHSA-b GO-1'],
    ],
    [
      'a bundle whose id is a CVE',
      ['CVE-1: CVE-2', 'PYSEC-1: CVE-1', 'PYSEC-2: CVE-2'],
      ['CVE-1 PYSEC-1 | CVE-1 PYSEC-1', 'CVE-1 PYSEC-2 | CVE-2 PYSEC-2'],
    ],
    [
      'two bundles with the same CVEs are one',
      ['GHSA-a: CVE-1 CVE-2', 'PYSEC-1: CVE-2 CVE-1'],
      ['GHSA-a PYSEC-1 | CVE-1 CVE-2 GHSA-a PYSEC-1'],
    ],
    [
      'two bundles that name each other are one',
      ['GHSA-a: CVE-1 CVE-2 PYSEC-1', 'PYSEC-1: CVE-1 CVE-2 CVE-3'],
      ['GHSA-a PYSEC-1 | CVE-1 CVE-2 CVE-3 GHSA-a PYSEC-1'],
    ],
    [
      'two bundles that share one CVE are two',
      ['GHSA-a: CVE-1 CVE-2', 'GHSA-b: CVE-2 CVE-3'],
      ['GHSA-a | CVE-1 CVE-2 GHSA-a', 'GHSA-b | CVE-2 CVE-3 GHSA-b'],
    ],
  ])('%s', (_, records, expected) => {
    for (const order of permutations(records)) expect(groupsOf(...order)).toEqual(expected)
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
