import type { ModelObservation } from '../observation.ts'

/** An observation whose place is an offset in the template. */
export type TemplateFinding = Omit<ModelObservation, 'where'> & { readonly offset: number }
