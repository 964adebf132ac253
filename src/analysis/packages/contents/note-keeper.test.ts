import { expect, it } from 'vitest'
import type { PackageNote } from '../artefact-facts.ts'
import { withoutRepetition } from './note-keeper.ts'

const notes = (folder: string, count: number): readonly PackageNote[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'not-inspected' as const,
    code: 'limit-ratio',
    path: `${folder}/${index}.npz/a.npy`,
    message: 'too much',
  }))

it.each([
  ['in a package', notes('pkg', 60), ['']],
  ['in tests, with the path of the first for their role', notes('tests', 60), ['tests/50.npz/a.npy']],
  ['in tests, which do not hide those of the package', [...notes('tests', 50), ...notes('pkg', 3)], []],
] as const)('keeps back notes that repeat %s', (_, all, rest) => {
  const told = withoutRepetition(all)
  expect(told.filter(({ message }) => message.includes('more notes')).map(({ path }) => path)).toEqual(rest)
  expect(told.filter(({ path }) => path.startsWith('pkg/'))).toHaveLength(
    Math.min(50, all.filter(({ path }) => path.startsWith('pkg/')).length),
  )
})
