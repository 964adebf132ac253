/** Why a column holds nothing that a scanner could read. */
export const NO_TEXT = 'no text'
export const BINARY_VALUES = 'binary values'

export const WITHOUT_TEXT: ReadonlySet<string> = new Set([NO_TEXT, BINARY_VALUES])
