import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import { declaring, importing, project } from '../../../test/support/project-fakes.ts'
import type { AdvisorySummary, Observation } from '../../model/finding.ts'
import type { SourceProject } from '../../model/source-project.ts'
import { withUsage } from './with-usage.ts'

const TORCH = component({ name: 'torch', version: '2.1.0' })

function found(id = TORCH.id): Observation {
  return {
    severity: 'high',
    title: 'torch is affected',
    message: 'It is.',
    confidence: { level: 'high', because: ['exact version'] },
    evidence: [{ location: { path: 'uv.lock' }, note: 'locked' }],
    fix: { text: 'Upgrade it.' },
    identity: 'x',
    component: id,
    // Only that there is one matters here.
    advisory: { id: 'CVE-2024-1' } as AdvisorySummary,
  }
}

function say(one: SourceProject, subject = TORCH): Observation | undefined {
  return withUsage([found(subject.id)], { ...bomOf(subject), projects: [one] })[0]
}

describe('a vulnerable package', () => {
  it('that is imported gets the places as evidence, behind its own', () => {
    const imports = [{ ...importing('torch', 'declared', { all: 3 }), components: [TORCH.id] }]
    const one = say(project({ imports }))
    expect(one?.message).toBe('It is. The project imports it in src/a.py:3 and 2 more files.')
    expect(one?.evidence.map(({ note }) => note)).toEqual(['locked', 'imports torch'])
    expect(one?.severity).toBe('high')
  })

  it.each([
    ['directly asked for', {}, 'it is used by a command, by configuration, by another package, or not at all'],
    ['brought in', { direct: 'no', path: ['timm@1', 'torch@2.1.0'] }, 'it is reached through timm@1, if at all'],
    ['there for no known reason', { direct: 'unknown', path: [] }, 'it is reached through another package, if at all'],
  ] as const)('that is not imported, %s', (_, difference, reason) => {
    const one = say(project(), { ...TORCH, ...difference })
    expect(one?.message).toBe(`It is. The project's own source does not import it: ${reason}.`)
    expect([one?.severity, one?.confidence.level]).toEqual(['high', 'high'])
  })

  it('that a command names', () => {
    expect(say(project({ declared: [declaring('torch', 'named')] }))?.message).toContain(
      'a command or configuration names it',
    )
  })

  it.each([
    ['there is no source', project({ files: 0 })],
    ['not all of it was read', project({ complete: false })],
    ['it is of another language', project({ ecosystem: 'npm' })],
    ['it stands elsewhere', project({ folder: 'other' })],
  ])('gets no word when %s', (_, one) => {
    expect(say(one)).toEqual(found())
  })

  it('gets none without projects, and other findings neither', () => {
    expect(withUsage([found()], bomOf(TORCH))).toEqual([found()])
    const { advisory: _, ...other } = found()
    expect(withUsage([other], { ...bomOf(TORCH), projects: [project()] })).toEqual([other])
  })
})
