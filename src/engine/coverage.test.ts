import { describe, expect, it } from 'vitest'
import type { Skipped, SkipKind } from '../model/coverage.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { NO_ADVISORIES } from '../model/no-advisories.ts'
import { measureCoverage } from './coverage.ts'

function coverageOf(given: { readonly skipped?: readonly Skipped[]; readonly diagnostics?: readonly Diagnostic[] }) {
  return measureCoverage({
    files: { seen: 1, parsed: 1, failed: 0, skipped: given.skipped ?? [] },
    components: [],
    diagnostics: given.diagnostics ?? [],
    advisories: NO_ADVISORIES.state,
    partly: [],
    now: 0,
  })
}

const left = (kind: SkipKind, what = 'a', reason = 'more than words'): Skipped => ({ what, kind, reason })

describe('what was left out of a scan', () => {
  it.each([
    ['outside', '2 links out of the scanned folder were not followed'],
    ['limit', '2 places of the tree are beyond the limits of the scan'],
    ['unreadable', '2 places of the tree could not be read'],
  ] as const)('keeps the result from being complete when it is %s', (kind, gap) => {
    expect(coverageOf({ skipped: [left(kind), left(kind)] }).gaps).toEqual([gap])
  })

  it.each(['ignored', 'excluded', 'tool', 'installed', 'image', 'link', 'special'] as const)(
    'is as the operator wants it when it is %s, whatever the words of the reason are',
    (kind) => expect(coverageOf({ skipped: [left(kind, 'a', 'permission denied')] }).complete).toBe(true),
  )

  it('is listed with what keeps the result from being complete first', () => {
    const many = Array.from({ length: 300 }, (_, index) => left('ignored', `a${index}`))
    const { files } = coverageOf({ skipped: [...many, left('outside', 'z')] })
    expect([files.skippedCount, files.skipped.length, files.skipped[0]?.what]).toEqual([301, 200, 'z'])
  })

  it('counts a folder that could not be listed', () => {
    const closed = { code: 'EXTERNAL_DISK', level: 'error', message: 'permission denied', source: 'scan/walk' } as const
    const diagnostics = [{ ...closed, location: { path: 'locked' } }]
    expect(coverageOf({ diagnostics }).gaps).toEqual(['1 place of the tree could not be read'])
  })
})

describe('what could not be understood', () => {
  const partial = { code: 'FORMAT_PARTIAL', level: 'warning', message: 'the build may add files' } as const

  it('is said in its own words where it is no place in a file, once', () => {
    const uncovered = { code: 'FORMAT_UNCOVERED', level: 'warning', message: 'apk packages' } as const
    expect(coverageOf({ diagnostics: [partial, partial, uncovered] }).gaps).toEqual([
      'the build may add files',
      'apk packages',
    ])
  })

  it('is counted where it is', () => {
    const diagnostics = [{ ...partial, location: { path: 'uv.lock' } }]
    expect(coverageOf({ diagnostics }).gaps).toEqual(['1 place in files that were read could not be understood'])
  })

  it('keeps nothing from being complete when it is a note', () => {
    expect(coverageOf({ diagnostics: [{ ...partial, level: 'note' }] }).complete).toBe(true)
  })
})
