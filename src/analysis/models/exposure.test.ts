import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import type { Observation } from '../../model/finding.ts'
import { withExposure } from './exposure.ts'

const FOUND: Observation = {
  severity: 'high',
  title: 'A checkpoint that gets around weights_only',
  message: 'It does.',
  confidence: { level: 'high', because: ['it was interpreted'] },
  evidence: [{ location: { path: 'm.pt' }, note: 'pickle/x' }],
  fix: { text: 'Do not load it.' },
  identity: 'm.pt',
  model: {
    kind: 'pickle/x',
    when: 'on-load',
    globals: [],
    cwes: [],
    atlas: [],
    exposure: [{ cve: 'CVE-2025-32434', package: 'torch', affected: 'unknown', fixed: '2.6.0' }],
  },
}

describe('the exposure of a project to what a model file would use', () => {
  it.each([
    ['2.5.1', 'yes', 'Exploitable with torch 2.5.1 in uv.lock (CVE-2025-32434, fixed in 2.6.0).'],
    ['2.5.1+cu121', 'yes', 'Exploitable with torch 2.5.1+cu121 in uv.lock (CVE-2025-32434, fixed in 2.6.0).'],
    ['2.6.0', 'no', 'torch 2.6.0 in uv.lock does not have CVE-2025-32434.'],
  ])('torch %s: %s', (version, affected, sentence) => {
    const [one] = withExposure([FOUND], bomOf(component({ name: 'torch', version })))
    expect(one?.model?.exposure.map((exposure) => exposure.affected)).toEqual([affected])
    expect(one?.message).toBe(`It does. ${sentence}`)
    expect(one?.evidence.map(({ location }) => location.path)).toEqual(
      affected === 'yes' ? ['m.pt', 'uv.lock'] : ['m.pt'],
    )
    expect(one?.severity).toBe('high')
  })

  it.each([
    ['no torch at all', bomOf()],
    ['a range only', bomOf(component({ name: 'torch', range: { text: '>=2', syntax: 'pep440' } }))],
    ['a package of the same name elsewhere', bomOf(component({ name: 'torch', version: '2.5.1', ecosystem: 'npm' }))],
  ])('is not known with %s', (_, bom) => {
    const [one] = withExposure([FOUND], bom)
    expect(one?.model?.exposure.map((exposure) => exposure.affected)).toEqual(['unknown'])
    expect(one?.message).toBe('It does.')
  })

  it('speaks of every lock file', () => {
    const bom = bomOf(
      component({ name: 'torch', version: '2.5.0', file: 'a/uv.lock' }),
      component({ name: 'torch', version: '2.7.0', file: 'b/uv.lock' }),
    )
    const [one] = withExposure([FOUND], bom)
    expect(one?.model?.exposure.map(({ affected, path }) => `${path} ${affected}`)).toEqual([
      'a/uv.lock yes',
      'b/uv.lock no',
    ])
  })
})
