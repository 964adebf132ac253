import type { MxnetParamsBreach } from '../../../formats/mxnet/params.ts'
import type { MxnetSymbolBreach } from '../../../formats/mxnet/symbol.ts'
import type { AnomalyMeaning } from '../observation.ts'

const FIX = 'Do not load the file; export the model again and compare.'
const MEMORY = { cwe: 'CWE-131', atlas: 'AML.T0010.003', fix: FIX, severity: 'medium' } as const

/** What each breach of a list of arrays means: MXNet checks little of it. */
export const MXNET_PARAMS_BREACHES: Readonly<Record<MxnetParamsBreach, AnomalyMeaning>> = {
  truncated: {
    ...MEMORY,
    id: 'mxnet-layout/truncated',
    title: 'The MXNet parameters break off or are damaged',
    why: 'What stands behind the place was not inspected.',
    cwe: 'CWE-1286',
  },
  'lying-count': {
    ...MEMORY,
    id: 'mxnet-layout/lying-count',
    title: 'A count in the MXNet parameters is larger than the file',
    why: 'MXNet allocates by the stated count before it reads.',
    cwe: 'CWE-789',
  },
  'unknown-type': {
    ...MEMORY,
    id: 'mxnet-layout/unknown-type',
    title: 'An array of the MXNet parameters has a type that does not exist',
    why: 'What stands behind the place was not inspected.',
  },
  dimensions: {
    ...MEMORY,
    id: 'mxnet-layout/dimensions',
    title: 'An array of the MXNet parameters has an impossible number of dimensions',
    why: 'MXNet allocates and loops by it.',
    cwe: 'CWE-789',
  },
  'shape-overflow': {
    ...MEMORY,
    id: 'mxnet-layout/shape-overflow',
    severity: 'high',
    title: 'The shape of an array of the MXNet parameters overflows 63 bits',
    why: 'MXNet multiplies without checking, allocates too little and reads the file past the end of it.',
    cwe: 'CWE-190',
  },
  'outside-file': {
    ...MEMORY,
    id: 'mxnet-layout/outside-file',
    title: 'An array of the MXNet parameters is larger than the file',
    why: 'The file is truncated, or its shapes lie.',
  },
  names: {
    ...MEMORY,
    id: 'mxnet-layout/names',
    severity: 'low',
    title: 'The names of the MXNet parameters do not fit the arrays',
    why: 'Readers disagree on which array a name means.',
    cwe: 'CWE-436',
  },
  limit: {
    ...MEMORY,
    id: 'mxnet-layout/limit',
    title: 'The MXNet parameters are more than Assay reads',
    why: 'What stands behind the place was not inspected.',
    cwe: 'CWE-400',
  },
  'trailing-data': {
    ...MEMORY,
    id: 'mxnet-layout/trailing-data',
    severity: 'low',
    title: 'Data follows the MXNet parameters',
    why: 'No reader looks at it, which makes it a place to hide another file.',
    cwe: 'CWE-436',
  },
}

/** What each breach of a graph means. */
export const MXNET_SYMBOL_BREACHES: Readonly<Record<MxnetSymbolBreach, AnomalyMeaning>> = {
  'missing-part': {
    ...MEMORY,
    id: 'mxnet-layout/missing-part',
    title: 'A node of the MXNet graph has no operator',
    why: 'What it does was not inspected.',
    cwe: 'CWE-1286',
  },
  'node-range': {
    ...MEMORY,
    id: 'mxnet-layout/node-range',
    title: 'The MXNet graph refers to a node that is not there, or not yet',
    why: 'The loader takes nodes from its list by their number.',
    cwe: 'CWE-129',
  },
  'duplicate-key': {
    ...MEMORY,
    id: 'mxnet-layout/duplicate-key',
    title: 'A node of the MXNet graph has the same key twice',
    why: 'Readers disagree on which one counts.',
    cwe: 'CWE-436',
  },
}
