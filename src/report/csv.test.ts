import { describe, expect, it } from 'vitest'
import { INPUTS, render } from '../../test/support/report-inputs.ts'
import { readCsv } from '../../test/support/read-csv.ts'
import { sampleResult } from '../../test/support/sample-result.ts'
import { csv } from './csv.ts'

it.each(INPUTS)('%s has as many cells in every row, whatever the names hold', (_, result) => {
  const rows = readCsv(render(csv, result))
  const [head] = rows
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]))
  expect(rows).toHaveLength(1 + result.findings.length + result.coverage.gaps.length + result.diagnostics.length)
})

describe('no cell is a formula', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '＠x', '"=1'])('%j', (text) => {
    const cells = readCsv(render(csv, sampleResult(text))).flat()
    expect(cells.length).toBeGreaterThan(50)
    expect(cells.filter((cell) => /^\s*[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([])
  })
})
