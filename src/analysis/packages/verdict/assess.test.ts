import { describe, expect, it } from 'vitest'
import { releaseOf } from '../../../../test/support/package-facts.ts'
import { INCIDENT_STORIES } from '../../../../test/support/package-incidents.ts'
import type { StoryCase } from '../../../../test/support/package-story-case.ts'
import { TWIN_STORIES } from '../../../../test/support/package-twins.ts'
import { assess } from './assess.ts'
import { weightOf } from './tell-story.ts'

describe.each([
  ['incidents', INCIDENT_STORIES],
  ['honest twins', TWIN_STORIES],
] as const)('%s', (_, cases: readonly StoryCase[]) => {
  it.each(cases)('$name: $verdict', ({ package: words, verdict, stories = [], says }) => {
    const found = assess(releaseOf(words))
    const told = found.stories.map(({ id, weight, text }) => `${weight} ${id} ${text}`).join('\n')
    expect(found.verdict, told).toBe(verdict)
    expect(found.stories.map(({ id }) => id.replace('packages/', ''))).toEqual(expect.arrayContaining([...stories]))
    if (says !== undefined) expect(found.stories.map(({ text }) => text).join('\n')).toContain(says)
    expect(found.because.length).toBeGreaterThan(0)
  })

  it.each(cases)('$name: its numbers explain themselves', ({ package: words }) => {
    for (const story of assess(releaseOf(words)).stories) {
      expect(weightOf(story.factors)).toBe(story.weight)
      expect(story.factors.filter(({ because }) => because === '')).toEqual([])
      expect(story.text).toMatch(/^[A-Z].{10,600}\.$/)
    }
  })
})
