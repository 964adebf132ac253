import { describe, expect, it } from 'vitest'
import type { Observation } from '../../model/finding.ts'
import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { bomOf, component, type ComponentSketch } from '../../../test/support/component-fakes.ts'
import { cases } from './malicious-package.cases.ts'
import { maliciousPackage } from './malicious-package.ts'

const malware = advisory({
  id: 'MAL-2024-1',
  name: 'evil',
  malicious: true,
  severity: { level: 'low' },
  events: [{ introduced: '0' }],
})

function inspect(sketch: ComponentSketch, records = [malware]): Observation[] {
  return [...maliciousPackage.inspect(bomOf(component({ name: 'evil', ...sketch })), lookupOf(records))]
}

it.each(cases)('$expect: $name', ({ expect: outcome, bom, known }) => {
  const observations = [...maliciousPackage.inspect(bom, known)]
  expect(observations.length > 0 ? 'fires' : 'silent').toBe(outcome)
})

describe('2.12 malware: critical by rule, from a registry only', () => {
  it('is critical whatever the record says, and tells what to do', () => {
    const [found] = inspect({ version: '1.0' })
    expect(found).toMatchObject({ severity: 'critical', title: 'evil 1.0 is known malware (MAL-2024-1)' })
    expect(found?.fix.text).toMatch(/Remove.*Rotate.*Look at those machines/)
    expect(found?.fix.remedy).toEqual({ command: 'pip uninstall evil' })
    expect(found?.fix).not.toHaveProperty('version')
  })

  it('is one finding together with the CVE of the same compromised release', () => {
    const cve = advisory({ id: 'GHSA-a', aliases: ['CVE-2024-1', 'MAL-2024-1'], name: 'evil', versions: ['1.0'] })
    expect(inspect({ version: '1.0' }, [malware, cve]).map((found) => found.advisory?.ids)).toEqual([
      ['CVE-2024-1', 'GHSA-a', 'MAL-2024-1'],
    ])
  })

  it('says that the name alone decided where there is no version', () => {
    const [found] = inspect({})
    expect(found?.title).toBe('evil is known malware (MAL-2024-1)')
    expect(found?.confidence).toEqual({ level: 'high', because: ['every version of this name is malicious'] })
  })

  it('names the host of the index, never what stands before it', () => {
    const [found] = inspect({
      version: '1.0',
      origin: { kind: 'registry', index: 'https://user:token@registry.example/simple' },
    })
    expect(found?.message).toContain('It comes from registry.example;')
    expect(JSON.stringify(found)).not.toContain('token')
  })

  it('is not reported once withdrawn', () => {
    const known = lookupOf([malware], { withdrawn: { 'MAL-2024-1': '2026-05-01T00:00:00Z' } })
    const bom = bomOf(component({ name: 'evil', version: '1.0' }), component({ name: 'evil' }))
    expect([...maliciousPackage.inspect(bom, known)]).toEqual([])
  })
})

describe('2.12 malware: what a record says against itself', () => {
  const stale = (name: string): typeof malware =>
    advisory({
      id: 'MAL-2024-1',
      name,
      malicious: true,
      affected: [{ versions: ['2.2.2'], ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }],
    })

  it.each([
    ['numpy', '2.2.2', 1],
    ['numpy', '2.2.1', 0],
    ['numpy', undefined, 0],
    ['evil', '2.2.1', 1],
    ['evil', undefined, 1],
  ])('%s %s, where 2.2.2 is named beside every version: %i', (name, version, count) => {
    expect(inspect(version === undefined ? { name } : { name, version }, [stale(name)])).toHaveLength(count)
  })

  it('lowers the confidence where it cannot be decided', () => {
    const [listed] = inspect({ version: '2.2.2' }, [stale('evil')])
    const [other] = inspect({ version: '2.2.1' }, [stale('evil')])
    expect([listed?.confidence.level, other?.confidence.level]).toEqual(['high', 'medium'])
    expect(other?.confidence.because.join('; ')).toContain('this one is not among them')
  })
})
