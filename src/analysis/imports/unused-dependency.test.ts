import { expect, it } from 'vitest'
import { bomOf } from '../../../test/support/component-fakes.ts'
import { declaring, project } from '../../../test/support/project-fakes.ts'
import { NO_ADVISORIES } from '../../model/no-advisories.ts'
import { unusedDependency } from './unused-dependency.ts'

it('makes one finding of a project, of low confidence, that names all', () => {
  const declared = [declaring('torch', 'imported'), declaring('frobnicate', 'no'), declaring('kit', 'no')]
  const found = [...unusedDependency.inspect({ ...bomOf(), projects: [project({ declared })] }, NO_ADVISORIES)]
  expect(found.map(({ title, severity, confidence }) => [title, severity, confidence.level])).toEqual([
    ['2 declared packages are imported nowhere', 'none', 'low'],
  ])
  expect(found[0]?.message).toContain('imports frobnicate and kit, declared in pyproject.toml')
  expect(found[0]?.evidence).toHaveLength(2)
})
