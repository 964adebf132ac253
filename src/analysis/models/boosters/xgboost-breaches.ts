import type { XgboostBreach } from '../../../formats/xgboost/breach.ts'
import type { AnomalyMeaning } from '../observation.ts'

const FIX = 'Do not load the file; train or export the model again and compare.'
const MEMORY = { severity: 'medium', atlas: 'AML.T0010.003', fix: FIX } as const
const AMBIGUOUS = { cwe: 'CWE-436', atlas: 'AML.T0010.003', fix: FIX } as const

/** What each breach means. There is no code in such a model: what can go wrong is memory, endless loops, and misreading. */
export const XGBOOST_BREACHES: Readonly<Record<XgboostBreach, AnomalyMeaning>> = {
  'missing-part': {
    ...AMBIGUOUS,
    id: 'xgboost/missing-part',
    severity: 'medium',
    title: 'A part of the XGBoost model is missing',
    why: 'The schema requires it; what stands in its place was not inspected.',
  },
  'duplicate-key': {
    ...AMBIGUOUS,
    id: 'xgboost/duplicate-key',
    severity: 'medium',
    title: 'The XGBoost model has the same key twice',
    why: 'Readers disagree on which one counts, so the model that was checked may not be the one that predicts.',
  },
  count: {
    ...MEMORY,
    id: 'xgboost/count',
    title: 'A count of the XGBoost model is not what is there',
    why: 'Readers allocate and loop by the stated count.',
    cwe: 'CWE-1284',
  },
  'array-length': {
    ...MEMORY,
    id: 'xgboost/array-length',
    title: 'Arrays of an XGBoost tree have different lengths',
    why: 'Each node has one entry in every array; a reader that trusts one length reads past the end of another.',
    cwe: 'CWE-125',
  },
  'child-range': {
    ...MEMORY,
    id: 'xgboost/child-range',
    title: 'A node of an XGBoost tree has a child outside of the tree',
    why: 'Prediction follows the index without looking and reads foreign memory.',
    cwe: 'CWE-129',
  },
  'tree-loop': {
    ...MEMORY,
    id: 'xgboost/tree-loop',
    title: 'An XGBoost tree is no tree',
    why: 'A node that is reached twice makes prediction run in circles.',
    cwe: 'CWE-835',
  },
  'feature-range': {
    ...MEMORY,
    id: 'xgboost/feature-range',
    title: 'An XGBoost tree asks for a feature that does not exist',
    why: 'Prediction reads the feature by its index without looking.',
    cwe: 'CWE-129',
  },
  'category-range': {
    ...MEMORY,
    id: 'xgboost/category-range',
    title: 'Categories of an XGBoost tree lie outside of their array',
    why: 'Prediction takes a part of the array without looking.',
    cwe: 'CWE-129',
  },
  attribute: {
    ...AMBIGUOUS,
    id: 'xgboost/attribute',
    severity: 'low',
    title: 'An attribute of the XGBoost model is not what writers write',
    why: 'Attributes are texts; scikit_learn is one in JSON.',
  },
  'trailing-data': {
    ...AMBIGUOUS,
    id: 'xgboost/trailing-data',
    severity: 'low',
    title: 'Data follows the XGBoost model',
    why: 'No reader looks at it, which makes it a place to hide another file.',
  },
  'not-inspected': {
    ...AMBIGUOUS,
    id: 'xgboost/not-inspected',
    severity: 'low',
    title: 'A part of the XGBoost model was not inspected',
    why: 'It is larger than Assay reads, or of a kind no writer makes.',
    cwe: 'CWE-400',
  },
}
