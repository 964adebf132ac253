import { describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { ROOT_FOLDER } from './support/source-files.ts'

describe('Assay on Assay', () => {
  it('scans its own checkout: every locked package seen, nothing failed, nothing blocked', async () => {
    const { stdout, code, stderr } = await assay(['scan', ROOT_FOLDER, '--format', 'json', '--quiet'])
    expect(code, stderr).toBe(0)
    const { components, coverage, diagnostics, verdict } = JSON.parse(stdout) as ScanResult
    expect(components.length).toBeGreaterThan(90)
    const open = components.filter((component) => component.version.kind !== 'exact')
    // tools/model-fixtures/make.py writes models with the newest installers for each Python; nothing of it is shipped.
    expect(open.map(({ name }) => name)).toEqual(['pip', 'wheel'])
    expect(coverage.files.failed).toBe(0)
    expect(diagnostics).toEqual([])
    expect(verdict.policy.source).toBe('assay.yaml')
  })

  it('finds no model in its own sources', async () => {
    const { stdout, code } = await assay(['model', ROOT_FOLDER, '--format', 'json', '--quiet'])
    expect(code).toBe(0)
    const { findings, coverage } = JSON.parse(stdout) as ScanResult
    expect(findings).toEqual([])
    expect(coverage.files.seen).toBeGreaterThan(500)
    expect(coverage.files.parsed).toBe(coverage.files.seen)
  })

  it('keeps its own policy right', async () => {
    expect((await assay(['policy', 'test', ROOT_FOLDER])).code).toBe(0)
  })
})
