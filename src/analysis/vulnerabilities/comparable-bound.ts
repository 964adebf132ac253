import type { Ecosystem } from '../../model/ecosystem.ts'
import { longestValidPrefix } from '../../versions/pep440-version.ts'
import { schemeOf } from '../../versions/scheme-of.ts'
import type { SortableScheme } from '../../versions/sortable-scheme.ts'

/** A bound of a range as the record writes it, and what it is compared as. */
export interface ComparableBound {
  readonly written: string
  /** The same as `written` unless that is no version by the rules of the ecosystem. */
  readonly version: string
  /** The place of `version` in the order; compare with `<`. */
  readonly key: string
  readonly standard: boolean
  /** Carries a local label itself (`5.2.1+echo.1`): then the labels of installed versions count, otherwise they do not. */
  readonly local: boolean
}

/** Reads the bounds of one ecosystem and remembers them: 10,011 bounds of the PyPI snapshot are 1,174 different ones. */
export interface BoundReader {
  readonly scheme: SortableScheme
  read(written: string): ComparableBound
}

/** One reader per ecosystem, made when first asked for. Lives as long as one run of a rule. */
export function boundReaders(): (ecosystem: Ecosystem) => BoundReader {
  const readers = new Map<Ecosystem, BoundReader>()
  return (ecosystem) => {
    const known = readers.get(ecosystem)
    if (known !== undefined) return known
    const reader = boundReader(schemeOf(ecosystem))
    readers.set(ecosystem, reader)
    return reader
  }
}

/** A new reader, with nothing remembered. */
export function boundReader(scheme: SortableScheme): BoundReader {
  const bounds = new Map<string, ComparableBound>()
  return {
    scheme,
    read(written) {
      const known = bounds.get(written)
      if (known !== undefined) return known
      const bound = comparableBound(written, scheme)
      bounds.set(written, bound)
      return bound
    },
  }
}

/**
 * Makes a bound comparable. Real records carry `0.2.0-n653`, `2.6.0-NA` and `2019-09-12`: on PyPI such a bound is read as
 * its longest valid beginning; without one it stays a legacy string, which the scheme orders below every version.
 * Never throws.
 */
function comparableBound(written: string, scheme: SortableScheme): ComparableBound {
  const standard = scheme.isValid(written)
  const version = standard || scheme.id !== 'pep440' ? written : (longestValidPrefix(written) ?? written)
  const local = scheme.id === 'pep440' && version.includes('+')
  return { written, version, key: scheme.sortKey(version), standard, local }
}
