import { expect, it } from 'vitest'
import { dependency, releaseView } from '../../../../test/support/release-fakes.ts'
import { dependencyAges } from './dependency-ages.ts'

it('asks for new dependencies of a registry only, and no more than thirty', async () => {
  const before = releaseView({ manifest: { dependencies: [dependency('old')] } })
  const many = Array.from({ length: 100 }, (_, index) => dependency(`d${index}`))
  const after = releaseView({
    manifest: { dependencies: [dependency('old'), dependency('g', { from: 'git' }), ...many] },
  })
  const asked: string[] = []
  const ages = await dependencyAges(before, after, async (name) => {
    asked.push(name)
    return name === 'd1' ? { first: '2026-01-01T00:00:00Z' } : undefined
  })
  expect(asked).toEqual(many.slice(0, 30).map(({ name }) => name))
  expect([...ages]).toEqual([['d1', { first: '2026-01-01T00:00:00Z' }]])
})
