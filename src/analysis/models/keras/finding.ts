import type { ModelObservation } from '../observation.ts'

/** An observation without its place in the file. */
export type KerasFinding = Omit<ModelObservation, 'where' | 'atlas'>
