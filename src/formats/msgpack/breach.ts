/** What a MessagePack document of Flax breaks, or what no writer makes. */
export type MsgpackBreach =
  | 'truncated'
  | 'lying-count'
  | 'limit'
  | 'unused-byte'
  | 'duplicate-key'
  | 'unknown-extension'
  | 'array-form'
  | 'array-type'
  | 'array-size'
  | 'shape-overflow'
  | 'trailing-data'
