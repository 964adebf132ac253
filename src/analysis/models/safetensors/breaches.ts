import type { SafetensorsBreach } from '../../../formats/safetensors/breach.ts'
import type { AnomalyMeaning } from '../observation.ts'

const REWRITE =
  'Do not load the file; ask its author for one written by the safetensors library, or write the tensors anew.'

const MEMORY_SAFETY = { cwe: 'CWE-787', atlas: 'AML.T0010.003', fix: REWRITE } as const
const AMBIGUOUS = { cwe: 'CWE-436', atlas: 'AML.T0010.003', fix: REWRITE } as const

/** What each breach of the safetensors specification means. Severity: what a reader that does not check would do. */
export const SAFETENSORS_BREACHES: Readonly<Record<SafetensorsBreach, AnomalyMeaning>> = {
  'header-over-limit': {
    id: 'safetensors/header-over-limit',
    severity: 'medium',
    title: 'The safetensors header is longer than readers accept',
    why: 'The reference implementation refuses headers of more than 100,000,000 bytes, because parsing them exhausts memory.',
    cwe: 'CWE-400',
    atlas: 'AML.T0029',
    fix: REWRITE,
  },
  'header-padding': {
    ...AMBIGUOUS,
    id: 'safetensors/header-padding',
    severity: 'low',
    title: 'The safetensors header ends with something other than blanks',
    why: 'The specification pads with blanks only; readers disagree about the rest.',
  },
  'duplicate-key': {
    ...AMBIGUOUS,
    id: 'safetensors/duplicate-key',
    severity: 'high',
    title: 'The safetensors header names the same key twice',
    why: 'Duplicate keys are forbidden because readers disagree on which one counts: the tensors that were checked may not be the tensors that are loaded.',
  },
  'unknown-field': {
    ...AMBIGUOUS,
    id: 'safetensors/unknown-field',
    severity: 'low',
    title: 'A tensor of the safetensors header has fields the specification does not know',
    why: 'Readers ignore them; no writer makes them.',
  },
  'malformed-tensor': {
    ...AMBIGUOUS,
    id: 'safetensors/malformed-tensor',
    severity: 'medium',
    title: 'A tensor of the safetensors header cannot be read',
    why: 'dtype, shape or data_offsets are missing or not whole numbers, so the tensor is not inspected and strict readers refuse the file.',
  },
  'unknown-dtype': {
    ...AMBIGUOUS,
    id: 'safetensors/unknown-dtype',
    severity: 'low',
    title: 'A safetensors tensor has a type that Assay does not know',
    why: 'Its size could not be compared with its offsets. It may be of a newer version of the format.',
    fix: 'Update Assay, or check the type with the version of safetensors you use.',
  },
  'shape-overflow': {
    ...MEMORY_SAFETY,
    cwe: 'CWE-190',
    id: 'safetensors/shape-overflow',
    severity: 'high',
    title: 'The dimensions of a safetensors tensor overflow 64 bits',
    why: 'A reader that multiplies without checking allocates too little and writes past the end.',
  },
  'size-mismatch': {
    ...MEMORY_SAFETY,
    cwe: 'CWE-131',
    id: 'safetensors/size-mismatch',
    severity: 'high',
    title: 'A safetensors tensor has another size than its type and shape say',
    why: 'A reader that trusts the shape reads or writes outside the tensor.',
  },
  'metadata-type': {
    ...AMBIGUOUS,
    id: 'safetensors/metadata-type',
    severity: 'low',
    title: 'The safetensors metadata is not a map of text to text',
    why: 'Arbitrary JSON in the metadata is forbidden; strict readers refuse the file, lenient ones act on it.',
  },
  'outside-file': {
    ...MEMORY_SAFETY,
    cwe: 'CWE-125',
    id: 'safetensors/outside-file',
    severity: 'high',
    title: 'A safetensors tensor lies outside the file',
    why: 'The file is truncated, or a reader that maps it without checking reads foreign memory.',
  },
  overlap: {
    ...AMBIGUOUS,
    id: 'safetensors/overlap',
    severity: 'high',
    title: 'Safetensors tensors overlap',
    why: 'Each byte belongs to one tensor. Shared bytes let one tensor change with another, and let a small file claim terabytes.',
  },
  hole: {
    ...AMBIGUOUS,
    id: 'safetensors/hole',
    severity: 'medium',
    title: 'The safetensors data has bytes that belong to no tensor',
    why: 'The specification forbids holes because a second file can hide in them.',
    atlas: 'AML.T0018.002',
  },
  'trailing-data': {
    ...AMBIGUOUS,
    id: 'safetensors/trailing-data',
    severity: 'medium',
    title: 'Data follows the last safetensors tensor',
    why: 'No reader looks at it, which makes it a place to hide another file.',
    atlas: 'AML.T0018.002',
  },
  unaligned: {
    ...AMBIGUOUS,
    id: 'safetensors/unaligned',
    severity: 'none',
    title: 'The safetensors data does not begin at a multiple of eight',
    why: 'Writers before version 0.3 did not align; loading is slower and some devices refuse unaligned tensors.',
  },
}
