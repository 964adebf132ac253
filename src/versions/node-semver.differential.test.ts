import { compare, intersects, Range, satisfies, subset, valid } from 'semver'
import { expect, test } from 'vitest'
import { holds, isCovered, overlaps } from './intervals.ts'
import { parseRange } from './parse-range.ts'
import { semver } from './semver.ts'

/** A small generator with a seed: every run asks the same questions. Park and Miller's constants. */
function chooser(seed: number): <T>(choices: readonly [T, ...T[]]) => T {
  let state = seed
  return (choices) => {
    state = (state * 48_271) % 2_147_483_647
    return choices[state % choices.length] ?? choices[0]
  }
}

const pick = chooser(20_260_101)
const LABELS = ['0', '1', '10', 'alpha', 'beta', 'a-b', 'rc', 'x', '-', '00a', 'A'] as const

function number(): string {
  return pick(['0', '0', '1', '1', '2', '3', '10'])
}

function version(): string {
  const label = pick(['', '', `-${pick(LABELS)}`, `-${pick(LABELS)}.${pick(LABELS)}`])
  return `${number()}.${number()}.${number()}${label}${pick(['', '', '', '', '+build.1'])}`
}

function partial(): string {
  const [major, minor] = [number(), number()]
  return pick([
    version(),
    version(),
    `v${version()}`,
    major,
    `${major}.x`,
    `${major}.${minor}`,
    `${major}.${minor}.*`,
    '*',
  ])
}

function comparator(): string {
  return pick(['', '', '^', '~', '>', '>=', '<', '<=', '=', '~>', '^ ', '>= ']) + partial()
}

function comparatorSet(): string {
  const simple = comparator()
  return pick([simple, simple, `${simple} ${comparator()}`, `${partial()} - ${partial()}`])
}

function range(): string {
  const set = comparatorSet()
  return pick([set, set, `${set} || ${comparatorSet()}`, `${set}||${comparatorSet()}||${comparatorSet()}`])
}

test('20,000 pairs of versions come in the same order', () => {
  for (let count = 0; count < 20_000; count += 1) {
    const [a, b] = [version(), version()]
    expect(Math.sign(semver.compare(a, b)), `${a} and ${b}`).toBe(compare(a, b))
  }
})

test('20,000 damaged versions are valid here and there alike', () => {
  for (let count = 0; count < 20_000; count += 1) {
    const whole = version()
    const cut = whole.slice(0, count % (whole.length + 1))
    const damaged = cut + pick(['.', '-', '+', '01', 'v', ' ', '_', '', 'é', '1']) + whole.slice(cut.length)
    expect(semver.isValid(damaged), `${damaged}`).toBe(valid(damaged) !== null)
  }
})

test('10,000 ranges allow the same versions', () => {
  for (let count = 0; count < 10_000; count += 1) {
    const text = range()
    const ours = parseRange(text, 'semver')
    for (const candidate of [version(), version(), version(), version()]) {
      expect(ours.includes(candidate), `${text} includes ${candidate}`).toBe(satisfies(candidate, text))
      const release = candidate.split(/[-+]/, 1)[0] ?? ''
      expect(holds(semver, ours.intervals, release), `${text} holds ${release}`).toBe(satisfies(release, text))
    }
  }
})

test('10,000 pairs of ranges: what overlaps here intersects there, what is a subset there is covered here', () => {
  const disagreed: string[] = []
  for (let count = 0; count < 10_000; count += 1) {
    const [a, b] = [new Range(range()), new Range(range())]
    const [ours, theirs] = [parseRange(a.raw, 'semver').intervals, parseRange(b.raw, 'semver').intervals]
    if (overlaps(semver, ours, theirs, 'releases') && !intersects(a, b)) disagreed.push(`${a.raw} and ${b.raw}`)
    if (subset(a, b) && !isCovered(semver, ours, theirs, 'releases')) disagreed.push(`${a.raw} in ${b.raw}`)
  }
  expect(disagreed).toEqual([])
})
