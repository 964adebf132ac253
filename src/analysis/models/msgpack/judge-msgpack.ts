import type { MsgpackBreach } from '../../../formats/msgpack/breach.ts'
import type { Msgpack } from '../../../formats/msgpack/msgpack.ts'
import { type AnomalyMeaning, type ModelObservation, observeAnomalies } from '../observation.ts'

/** What is wrong with a state of Flax. There is no code in it: extensions build numbers only. Pure. */
export function judgeMsgpack(document: Msgpack): readonly ModelObservation[] {
  return observeAnomalies(document.breaches, MSGPACK_BREACHES)
}

const FIX = 'Do not load the file; write the state again with flax.serialization and compare.'
const MEMORY = { cwe: 'CWE-131', atlas: 'AML.T0010.003', fix: FIX } as const
const AMBIGUOUS = { cwe: 'CWE-436', atlas: 'AML.T0010.003', fix: FIX } as const

const MSGPACK_BREACHES: Readonly<Record<MsgpackBreach, AnomalyMeaning>> = {
  truncated: {
    ...AMBIGUOUS,
    id: 'msgpack/truncated',
    severity: 'medium',
    title: 'The MessagePack document breaks off',
    why: 'What stands behind the place was not inspected.',
    cwe: 'CWE-1286',
  },
  'lying-count': {
    ...MEMORY,
    id: 'msgpack/lying-count',
    severity: 'medium',
    title: 'A length in the MessagePack document is larger than the file',
    why: 'Readers that allocate by the stated length exhaust memory.',
    cwe: 'CWE-789',
  },
  limit: {
    ...AMBIGUOUS,
    id: 'msgpack/limit',
    severity: 'medium',
    title: 'The MessagePack document is larger or deeper than Assay reads',
    why: 'Deep nesting ends readers that recurse; what stands behind was not inspected.',
    cwe: 'CWE-674',
  },
  'unused-byte': {
    ...AMBIGUOUS,
    id: 'msgpack/unused-byte',
    severity: 'low',
    title: 'The MessagePack document holds a byte that begins no value',
    why: 'The specification never uses it; readers disagree on what follows.',
  },
  'duplicate-key': {
    ...AMBIGUOUS,
    id: 'msgpack/duplicate-key',
    severity: 'medium',
    title: 'A map of the MessagePack document has the same key twice',
    why: 'Readers disagree on which one counts, so the weights that were checked may not be those that are loaded.',
  },
  'unknown-extension': {
    ...AMBIGUOUS,
    id: 'msgpack/unknown-extension',
    severity: 'low',
    title: 'The MessagePack document holds an extension that Flax does not know',
    why: 'Flax leaves it as it is; another program may build something of it.',
  },
  'array-form': {
    ...AMBIGUOUS,
    id: 'msgpack/array-form',
    severity: 'medium',
    title: 'An array of the Flax state is not of the form Flax writes',
    why: 'Its size could not be compared with its data.',
  },
  'array-type': {
    ...AMBIGUOUS,
    id: 'msgpack/array-type',
    severity: 'low',
    title: 'An array of the Flax state has a type that Assay does not know',
    why: 'Its size could not be compared with its data.',
  },
  'array-size': {
    ...MEMORY,
    id: 'msgpack/array-size',
    severity: 'medium',
    title: 'An array of the Flax state has another size than its shape and type say',
    why: 'numpy refuses it; other readers read or write outside of the data.',
  },
  'shape-overflow': {
    ...MEMORY,
    id: 'msgpack/shape-overflow',
    severity: 'high',
    title: 'The shape of an array of the Flax state overflows 63 bits',
    why: 'A reader that multiplies without checking allocates too little and writes past the end.',
    cwe: 'CWE-190',
  },
  'trailing-data': {
    ...AMBIGUOUS,
    id: 'msgpack/trailing-data',
    severity: 'low',
    title: 'Data follows the MessagePack document',
    why: 'No reader looks at it, which makes it a place to hide another file.',
  },
}
