import type { AdvisoryLookup } from './advisory.ts'

/** A database that knows nothing, and says so in its state. */
export const NO_ADVISORIES: AdvisoryLookup = {
  state: {
    kind: 'none',
    asOf: null,
    builtAt: null,
    digest: null,
    ecosystems: [],
    knownExploited: 0,
    exploitPredictions: 0,
  },
  find: () => [],
  withdrawn: () => undefined,
  knownExploited: () => undefined,
  exploitPrediction: () => undefined,
}
