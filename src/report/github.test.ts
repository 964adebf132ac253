import { describe, expect, it } from 'vitest'
import { EMPTY, INPUTS, largeResult, render } from '../../test/support/report-inputs.ts'
import { HOSTILE, sampleResult } from '../../test/support/sample-result.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { github } from './github.ts'

function lines(result: ScanResult): readonly string[] {
  return render(github, result).trimEnd().split('\n')
}

it.each(INPUTS)('%s: every line is one of our commands, or the last', (_, result) => {
  const all = lines(result)
  const commands = all.slice(0, -1)
  expect(commands.filter((line) => !/^::(?:error|warning|notice) [a-z]+=/i.test(line))).toEqual([])
  expect(all.at(-1)).toMatch(/^assay: (?:block|warn|allow); \d+ findings, (?:in)?complete$/)
})

it('has a place, a title and what to do', () => {
  expect(lines(sampleResult())[0]).toBe(
    '::error file=sub/torch/uv.lock,line=120,endLine=120,col=11,title=critical%3A torch 2.1.0+cu118::' +
      'Upgrade to 2.10.0 or later: it ends all 2 known vulnerabilities.%0ACVE-2025-32434%0A' +
      'torch 2.1.0+cu118 is affected by CVE-2025-32434',
  )
})

describe('hostile names', () => {
  it('add neither a line, a property nor a command', () => {
    const usual = lines(sampleResult())
    const hostile = lines(sampleResult(`%0A::error::x,line=1:${HOSTILE}`))
    const shape = (line: string): readonly (string | undefined)[] => {
      const [, kind, properties] = /^::(\w+) (.*?)::/.exec(line) ?? []
      return [kind, ...(properties?.split(',').map((one) => one.split('=')[0]) ?? [])]
    }
    expect(hostile.map(shape)).toEqual(usual.map(shape))
    expect(hostile.join('')).not.toContain('%0A::error::x')
  })
})

it('of each kind ten are shown, and the tenth counts the rest', () => {
  const errors = lines(largeResult(100, 2)).filter((line) => line.startsWith('::error'))
  expect(errors).toHaveLength(10)
  expect(errors.at(-1)).toContain('and 41 more')
})

it('an incomplete scan without findings warns', () => {
  expect(lines(EMPTY)[0]).toContain('::warning title=Assay%3A not everything was looked at::1 file could not be read')
})
