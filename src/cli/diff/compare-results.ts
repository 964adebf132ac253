import type { Coverage } from '../../model/coverage.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { Comparison, CoverageChange, SideCoverage } from './comparison.ts'
import { compareComponents } from './compare-components.ts'
import { compareFindings } from './compare-findings.ts'
import { compareModels } from './compare-models.ts'

/** One side: a result and what it is called. */
export interface Side {
  readonly name: string
  readonly result: ScanResult
  readonly notes: readonly string[]
}

/** What changed from one result to the other. Pure; everything is in a stable order. */
export function compareResults(before: Side, after: Side): Comparison {
  return {
    schemaVersion: 1,
    kind: 'assay-diff',
    before: before.name,
    after: after.name,
    components: compareComponents(before.result.components, after.result.components),
    findings: compareFindings(before.result, after.result),
    models: compareModels(before.result.models, after.result.models),
    coverage: compareCoverage(before.result.coverage, after.result.coverage),
    notes: [...notesOf(before), ...notesOf(after), ...differences(before.result, after.result)],
  }
}

function notesOf({ name, notes }: Side): readonly string[] {
  return notes.map((note) => `${name}: ${note}`)
}

/** What makes a difference between two results and is no change of the project. */
function differences(before: ScanResult, after: ScanResult): readonly string[] {
  const notes: string[] = []
  const [was, is] = [before.coverage.advisories.asOf, after.coverage.advisories.asOf]
  if (was !== is) {
    notes.push(
      `the two were matched with different advisory data (${was ?? 'none'} and ${is ?? 'none'}): a new finding may be a new advisory about an old package`,
    )
  }
  if (before.tool.version !== after.tool.version)
    notes.push(`the two were made by different versions of Assay (${before.tool.version} and ${after.tool.version})`)
  return notes
}

function compareCoverage(before: Coverage, after: Coverage): CoverageChange {
  const [was, is] = [new Set(before.gaps), new Set(after.gaps)]
  return {
    before: sideOf(before),
    after: sideOf(after),
    newGaps: after.gaps.filter((gap) => !was.has(gap)),
    closedGaps: before.gaps.filter((gap) => !is.has(gap)),
  }
}

function sideOf({ complete, files, packages, advisories }: Coverage): SideCoverage {
  return {
    complete,
    filesSeen: files.seen,
    filesParsed: files.parsed,
    filesFailed: files.failed,
    packages: packages.total,
    advisoriesAsOf: advisories.asOf,
  }
}
