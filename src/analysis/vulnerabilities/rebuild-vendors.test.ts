import { describe, expect, it } from 'vitest'
import { advisory } from '../../../test/support/advisory-fakes.ts'
import { mayCount } from './rebuild-vendors.ts'

describe('2.13 vendor feeds: records of those who rebuild packages', () => {
  it.each([
    ['ECHO-2025-1', '4.2.30', false],
    ['ECHO-2025-1', '5.2.1+echo.1', true],
    ['ECHO-2025-1', undefined, false],
    ['ROOT-OS-1', '1.2.3+root.io.1', true],
    ['CGA-aaaa', '1.2.3', false],
    ['CleanStart-2025-1', '1.2.3', false],
    ['MINI-1', '1.2.3', false],
    ['PYSEC-2024-1', '4.2.30', true],
    ['GHSA-echo', '4.2.30', true],
    ['ECHOES', '4.2.30', true],
    ['', undefined, true],
  ])('%j for version %s: %s', (id, version, expected) => {
    expect(mayCount(advisory({ id }), version)).toBe(expected)
  })
})
