import { describe, expect, it } from 'vitest'
import type { PackageAssessment } from '../../src/model/package-assessment.ts'
import { assessProject } from '../support/package-registry.ts'
import { CORPUS } from './corpus.ts'

/** What a reviewer would be shown, when a case fails. */
function shown({ verdict, stories, gaps }: PackageAssessment): string {
  return [
    verdict,
    ...stories.map(({ id, weight, text, steps }) => {
      const places = steps.map(({ location }) => `${location.path}:${location.lines?.start ?? ''}`).join(' → ')
      return `${weight} ${id}: ${text} [${places}]`
    }),
    ...gaps,
  ].join('\n')
}

/** What is met of the steps on the way along the places. */
function inTheirOrder(steps: readonly string[], places: readonly string[]): readonly string[] {
  let at = 0
  return steps.filter((step) => {
    const found = places.indexOf(step, at)
    if (found >= 0) at = found + 1
    return found >= 0
  })
}

describe.each(Object.entries(CORPUS))('%s', (_, cases) => {
  it.each(cases)('$id: $incident', async ({ project, expect: { verdict, story, text, steps = [] } }) => {
    const found = await assessProject(project)
    const told = found.stories.find(({ id }) => id === `packages/${story}`)
    expect(found.verdict, shown(found)).toBe(verdict)
    expect(told?.text, shown(found)).toMatch(text)
    const places = told?.steps.map(({ location }) => `${location.path}:${location.lines?.start ?? ''}`) ?? []
    expect(inTheirOrder(steps, places), shown(found)).toEqual(steps)
  })

  it.each(cases)('an honest one like $id', async ({ twin }) => {
    const found = await assessProject(twin)
    expect(found.verdict, shown(found)).toBe('allow')
  })
})
