import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ColumnReport } from '../src/analysis/datasets/dataset-inspection.ts'
import { inspectDataset } from '../src/analysis/datasets/inspect-dataset.ts'
import { fileOf } from './support/file-of.ts'
import { mutations } from './support/mutations.ts'
import { needleScanner, ruleOf } from './support/needle-scanner.ts'

const FOLDER = join(import.meta.dirname, 'fixtures-datasets')

/** Each rule shows its first five places, so as many rules as needles show them all. */
const RULES = Array.from({ length: 512 }, (_, index) => ruleOf(`needle-${index}`))

const MANIFEST = lines('manifest.tsv').map(([file = '', sha256 = '', size = '']) => ({
  file,
  sha256,
  size: Number(size),
}))
const EXPECTED = Map.groupBy(lines('expected.tsv'), ([file = '']) => file)

describe('real datasets', () => {
  it('are the ones the manifest names', () => {
    expect(MANIFEST.length).toBeGreaterThan(20)
    for (const { file, sha256, size } of MANIFEST) {
      const bytes = read(file)
      expect([file, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([file, size, sha256])
    }
  })

  it.each(MANIFEST)('$file holds what pyarrow reads', async ({ file }) => {
    const inspection = await inspectDataset(fileOf(file, read(file)), [needleScanner(RULES)])
    const expected = EXPECTED.get(file) ?? []
    expect(inspection.diagnostics).toEqual([])
    expect(inspection.rows).toEqual({ count: Number(expected[0]?.[1]), exact: true })
    expect(inspection.looked.complete).toBe(true)
    const found = inspection.columns
      .filter(({ hits }) => hits.length > 0)
      .map((column) => `${column.name} ${needlesOf(column)}`)
    expect(found.toSorted()).toEqual(
      expected.map(([, , column, needles = '']) => `${column} ${expectedNeedles(needles)}`).toSorted(),
    )
  })

  it.each(MANIFEST)(
    '$file survives damage',
    async ({ file }) => {
      const honest = read(file)
      let round = 0
      for (const bytes of mutations(honest, 100)) {
        // All 200,000 of them were run when this was written; one in forty takes seconds.
        if (round++ % 40 !== 0) continue
        const { columns } = await inspectDataset(fileOf(file, bytes), [needleScanner()], { milliseconds: 5000 })
        for (const { hits } of columns) for (const { share } of hits) expect(share >= 0 && share <= 1).toBe(true)
      }
    },
    120_000,
  )
})

/** `2:needle-0286 4:needle-8477, 2 in all`: where each different needle stands first, as one line of expected.tsv. */
function needlesOf({ hits }: ColumnReport): string {
  const places = hits.flatMap(({ first }) => first.map(({ row, match }) => `${row}:${match.value}`))
  return summary(
    places,
    hits.reduce((sum, { matches }) => sum + matches, 0),
  )
}

function expectedNeedles(needles: string): string {
  const all = needles.split(' ')
  return summary(
    [...new Map(all.toReversed().map((place) => [place.slice(place.indexOf(':')), place])).values()],
    all.length,
  )
}

function summary(places: readonly string[], count: number): string {
  return `${places.toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b) || (a < b ? -1 : 1)).join(' ')}, ${count} in all`
}

function lines(name: string): readonly (readonly string[])[] {
  return read(name)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
}

function read(name: string): Buffer {
  return readFileSync(join(FOLDER, name))
}
