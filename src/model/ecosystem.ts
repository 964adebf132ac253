/**
 * Where a package name lives: two equal names in two ecosystems are two packages.
 * `PyPI` and `npm` are spelt as the OSV schema spells them; `conda` has no OSV ecosystem.
 */
export type Ecosystem = 'PyPI' | 'npm' | 'conda'

/** The ecosystems that OSV publishes advisories for. A package outside them is counted as uncovered, never as clean. */
export const ADVISORY_ECOSYSTEMS: readonly Ecosystem[] = ['PyPI', 'npm']
