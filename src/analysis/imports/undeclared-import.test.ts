import { describe, expect, it } from 'vitest'
import { bomOf, component } from '../../../test/support/component-fakes.ts'
import { importing, project } from '../../../test/support/project-fakes.ts'
import type { Observation } from '../../model/finding.ts'
import { NO_ADVISORIES } from '../../model/no-advisories.ts'
import type { SourceProject } from '../../model/source-project.ts'
import { undeclaredImport } from './undeclared-import.ts'

function inspect(one: SourceProject, ...components: readonly ReturnType<typeof component>[]): readonly Observation[] {
  return [...undeclaredImport.inspect({ ...bomOf(...components), projects: [one] }, NO_ADVISORIES)]
}

describe('an import that nothing declares', () => {
  it.each([
    ['unknown, though a lock tells all', true, 'unknown', {}, 'medium'],
    ['unknown, without a lock', false, 'unknown', {}, 'low'],
    ['unknown, in tests', true, 'unknown', { tests: 1 }, 'none'],
    ['brought by something else', true, 'transitive', {}, 'low'],
    ['declared elsewhere', true, 'nearby', {}, 'low'],
  ] as const)('%s', (_, locked, standing, files, severity) => {
    const [found] = inspect(project({ locked, imports: [importing('numpy', standing, files)] }))
    expect(found?.severity).toBe(severity)
  })

  it('says what it may be, and never how to install what nobody knows', () => {
    const [found] = inspect(project({ imports: [importing('reqeusts', 'unknown')] }))
    expect(found?.message).toContain('it may not exist')
    expect(found?.fix.text).toMatch(/^Find out whether reqeusts is the project that was meant/)
    expect(found?.fix.remedy).toBeUndefined()
  })

  it('says what brings it', () => {
    const numpy = component({ name: 'numpy', version: '2.0', direct: 'no', path: ['scipy@1.1', 'numpy@2.0'] })
    const [found] = inspect(
      project({ imports: [{ ...importing('numpy', 'transitive'), components: [numpy.id] }] }),
      numpy,
    )
    expect(found?.message).toContain('It is installed only because scipy@1.1 depends on it')
    expect(found?.component).toBe(numpy.id)
  })

  it('names the package of a module of another name', () => {
    const [found] = inspect(
      project({ imports: [{ ...importing('PIL', 'unknown'), packages: ['pillow'], grounds: 'table' }] }),
    )
    expect(found?.title).toBe('pillow (PIL) is imported and not declared')
  })

  it('is told with the others when there are many', () => {
    const names = Array.from({ length: 30 }, (_, index) => `module_${index}`)
    const found = inspect(project({ imports: names.map((name) => importing(name, 'unknown')) }))
    expect(found.map(({ title }) => title)).toEqual(['30 packages are imported and not declared'])
    expect(found[0]?.message).toContain('and 10 more')
  })

  it('makes one finding where nothing declares anything', () => {
    const found = inspect(project({ manifests: [], imports: [importing('a', 'unknown'), importing('b', 'unknown')] }))
    expect(found.map(({ title }) => title)).toEqual(['2 packages are imported and no file declares any'])
  })

  it('keeps the escape sequences of a hostile name to itself', () => {
    const [found] = inspect(project({ imports: [importing('a\u001b[31m', 'unknown')] }))
    expect(found?.title).not.toContain('\u001b')
  })
})
