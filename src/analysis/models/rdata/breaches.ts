import type { RDataBreach } from '../../../formats/rdata/model.ts'
import type { AnomalyMeaning } from '../observation.ts'

const FIX = 'Do not load the file; write the object again with saveRDS and compare.'
const BROKEN = { cwe: 'CWE-1286', atlas: 'AML.T0010.003', fix: FIX } as const

/** What each breach of the serialization means. */
export const RDATA_BREACHES: Readonly<Record<RDataBreach, AnomalyMeaning>> = {
  truncated: {
    ...BROKEN,
    id: 'rdata-layout/truncated',
    severity: 'medium',
    title: 'The R object breaks off or is damaged',
    why: 'What stands behind the place was not inspected.',
  },
  'lying-count': {
    ...BROKEN,
    id: 'rdata-layout/lying-count',
    severity: 'medium',
    title: 'A length in the R object is larger than the file',
    why: 'R allocates by the stated length before it reads.',
    cwe: 'CWE-789',
  },
  'unknown-type': {
    ...BROKEN,
    id: 'rdata-layout/unknown-type',
    severity: 'medium',
    title: 'The R object holds a value of a type that does not exist',
    why: 'What stands behind the place was not inspected.',
  },
  'bad-reference': {
    ...BROKEN,
    id: 'rdata-layout/bad-reference',
    severity: 'medium',
    title: 'The R object refers to a value that was never read',
    why: 'R takes it from a table without looking how long that is.',
    cwe: 'CWE-129',
  },
  limit: {
    ...BROKEN,
    id: 'rdata-layout/limit',
    severity: 'medium',
    title: 'The R object is larger or deeper than Assay reads',
    why: 'What stands behind the place was not inspected.',
    cwe: 'CWE-400',
  },
  'trailing-data': {
    ...BROKEN,
    id: 'rdata-layout/trailing-data',
    severity: 'low',
    title: 'Data follows the R object',
    why: 'R does not look at it, which makes it a place to hide another file.',
    cwe: 'CWE-436',
  },
}
