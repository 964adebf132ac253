import { expect, it } from 'vitest'
import { scopesByReach } from './reach.ts'

const none = { runtime: [], optional: [], build: [], development: [] }

it('takes the most serious way to a package', () => {
  const packages = [
    { required: [2], optional: [] },
    { required: [2, 3], optional: [] },
    { required: [], optional: [4] },
    { required: [], optional: [] },
    { required: [5], optional: [] },
    { required: [0], optional: [] },
    { required: [], optional: [] },
  ]
  const scopes = scopesByReach(packages, { ...none, runtime: [0], development: [1] })
  expect(scopes).toEqual(['runtime', 'development', 'runtime', 'development', 'optional', 'optional', undefined])
})

it('keeps the optional needs of a development tool in development', () => {
  const packages = [
    { required: [], optional: [1] },
    { required: [], optional: [] },
  ]
  expect(scopesByReach(packages, { ...none, development: [0] })).toEqual(['development', 'development'])
})

it('ends on cycles and walks a chain of 300,000 without a stack', () => {
  const length = 300_000
  const packages = Array.from({ length }, (_, i) => ({ required: [(i + 1) % length, i], optional: [] }))
  expect(scopesByReach(packages, { ...none, runtime: [0] }).every((scope) => scope === 'runtime')).toBe(true)
})
