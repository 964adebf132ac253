/** What a model of XGBoost breaks of its schema, or what no writer makes. */
export type XgboostBreach =
  | 'missing-part'
  | 'duplicate-key'
  | 'count'
  | 'array-length'
  | 'child-range'
  | 'tree-loop'
  | 'feature-range'
  | 'category-range'
  | 'attribute'
  | 'trailing-data'
  | 'not-inspected'
