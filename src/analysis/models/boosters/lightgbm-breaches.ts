import type { LightgbmBreach } from '../../../formats/lightgbm/breach.ts'
import type { AnomalyMeaning } from '../observation.ts'

const FIX = 'Do not load the file; train or export the model again and compare.'
const MEMORY = { severity: 'medium', atlas: 'AML.T0010.003', fix: FIX } as const
const AMBIGUOUS = { cwe: 'CWE-436', atlas: 'AML.T0010.003', fix: FIX } as const

/** What each breach means. There is no code in such a model: what can go wrong is memory, endless loops, and misreading. */
export const LIGHTGBM_BREACHES: Readonly<Record<LightgbmBreach, AnomalyMeaning>> = {
  'missing-key': {
    ...AMBIGUOUS,
    id: 'lightgbm/missing-key',
    severity: 'medium',
    title: 'The LightGBM model misses a field that loading needs',
    why: 'What depends on it was not inspected.',
  },
  'duplicate-key': {
    ...AMBIGUOUS,
    id: 'lightgbm/duplicate-key',
    severity: 'medium',
    title: 'The LightGBM model has the same field twice',
    why: 'Readers disagree on which one counts.',
  },
  'array-length': {
    ...MEMORY,
    id: 'lightgbm/array-length',
    title: 'Arrays of the LightGBM model have other lengths than it says',
    why: 'A reader that trusts the stated number of leaves reads past the end of an array.',
    cwe: 'CWE-125',
  },
  'child-range': {
    ...MEMORY,
    id: 'lightgbm/child-range',
    title: 'A LightGBM tree has a child outside of the tree',
    why: 'Prediction follows the index without looking and reads foreign memory.',
    cwe: 'CWE-129',
  },
  'tree-loop': {
    ...MEMORY,
    id: 'lightgbm/tree-loop',
    title: 'A LightGBM tree is no tree',
    why: 'A node that is reached twice makes prediction run in circles.',
    cwe: 'CWE-835',
  },
  'feature-range': {
    ...MEMORY,
    id: 'lightgbm/feature-range',
    title: 'A LightGBM tree splits by a feature that does not exist',
    why: 'Prediction reads the feature by its index without looking.',
    cwe: 'CWE-129',
  },
  'tree-count': {
    ...AMBIGUOUS,
    id: 'lightgbm/tree-count',
    severity: 'low',
    title: 'The LightGBM model has another number of trees than it says',
    why: 'Trees may be missing or were put in by another tool.',
  },
  'tree-size': {
    ...AMBIGUOUS,
    id: 'lightgbm/tree-size',
    severity: 'low',
    title: 'A LightGBM tree does not lie where the header says',
    why: 'LightGBM cuts the text at the sizes of the header; another reader goes by the words. The text was edited, or its line ends were changed.',
  },
  'no-end': {
    ...AMBIGUOUS,
    id: 'lightgbm/no-end',
    severity: 'low',
    title: 'The LightGBM model breaks off',
    why: 'The trees are not closed; what stood behind is missing.',
  },
  'unknown-line': {
    ...AMBIGUOUS,
    id: 'lightgbm/unknown-line',
    severity: 'low',
    title: 'The LightGBM model holds a line that no version writes',
    why: 'Readers pass over it, which makes it a place to hide something.',
  },
  'long-line': {
    ...AMBIGUOUS,
    id: 'lightgbm/long-line',
    severity: 'low',
    title: 'A line of the LightGBM model was not read to its end',
    why: 'It is longer than Assay reads.',
    cwe: 'CWE-400',
  },
  'trailing-data': {
    ...AMBIGUOUS,
    id: 'lightgbm/trailing-data',
    severity: 'low',
    title: 'Data follows the LightGBM model',
    why: 'No reader looks at it, which makes it a place to hide another file.',
  },
  categories: {
    ...AMBIGUOUS,
    id: 'lightgbm/categories',
    severity: 'low',
    title: 'The categories of the LightGBM model cannot be read',
    why: 'The Python package reads them as JSON from the last line.',
  },
}
