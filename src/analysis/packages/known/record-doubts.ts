import type { Advisory } from '../../../model/advisory.ts'
import { daysBetween, hasHistory, type MalwareContext } from './malware-context.ts'
import { recordSources } from './record-sources.ts'
import { scopedNamesake } from './scoped-namesake.ts'

/** Why a record counts for a version. */
export interface MalwareGround {
  /** It names the version, or a range that is not all. */
  readonly explicit: boolean
  /** It says that every version is malicious and names some beside. */
  readonly contradicts: boolean
}

/** What speaks against a record that names this version; empty: it is sure. One clause each. */
export function recordDoubts(
  advisory: Advisory,
  name: string,
  version: string,
  ground: MalwareGround,
  context: MalwareContext,
): readonly string[] {
  return [
    ...namesakeDoubt(advisory, name),
    ...withdrawnAliases(advisory, context),
    ...placeholderDoubt(version),
    ...(ground.explicit ? explicitDoubts(advisory, context) : everythingDoubts(advisory, ground, context)),
  ]
}

/** `react` was listed when a scope was dropped on the way (ossf/malicious-packages, pull request 554). */
function namesakeDoubt(advisory: Advisory, name: string): readonly string[] {
  const other = scopedNamesake(advisory, name)
  return other === undefined ? [] : [`the record speaks of ${other}, which is another package`]
}

/** GitHub withdraws days before the others do (ossf/malicious-packages#1252). */
function withdrawnAliases({ aliases }: Advisory, { withdrawn }: MalwareContext): readonly string[] {
  return aliases.flatMap((alias) => {
    const date = withdrawn(alias)
    return date === undefined ? [] : [`${alias.slice(0, 40)}, which it repeats, was withdrawn on ${date.slice(0, 10)}`]
  })
}

/** What npm puts in the place of a package that it took away: empty but for a README. */
function placeholderDoubt(version: string): readonly string[] {
  return /^0\.0\.\d{1,4}-security(?:\.\d{1,4})?$/.test(version)
    ? ['the version is called like the placeholder that npm puts in the place of removed packages']
    : []
}

/** A withdrawal takes days, seldom weeks. After that a record that still stands is believed. */
const SETTLED_DAYS = 30
/** The compromise of a package that many use is seen within days. */
const UNSEEN_DAYS = 180

/** Two sources are wanted for a package that many use, until the record has settled: puppeteer and dotenv-expand were blocked by one. */
function explicitDoubts(advisory: Advisory, context: MalwareContext): readonly string[] {
  if (context.popular !== true) return []
  const [sources, settled] = [recordSources(advisory), daysBetween(advisory.published, context.asOf)]
  const alone =
    advisory.sources !== undefined && sources.length < 2 && (settled === undefined || settled < SETTLED_DAYS)
      ? [
          `many use this package, and only ${sources[0] ?? 'one source'} reports it, ${settled === undefined ? 'at a time that is not known' : 'a few days ago'}`,
        ]
      : []
  const unseen = daysBetween(context.published, advisory.published)
  const late =
    unseen !== undefined && unseen > UNSEEN_DAYS
      ? [`many use this package, and the version had been out for ${Math.round(unseen)} days when it was reported`]
      : []
  return [...alone, ...late]
}

function everythingDoubts(
  advisory: Advisory,
  { contradicts }: MalwareGround,
  context: MalwareContext,
): readonly string[] {
  const recorded = advisory.published === '' ? advisory.modified : advisory.published
  const [history, after] = [hasHistory(context, recorded), daysBetween(advisory.modified, context.published)]
  const old = history === true || context.popular === true
  return [
    // A young package that is malicious as a whole is often both listed and meant as a whole.
    ...(contradicts && history !== false
      ? ['the record calls every version malicious and names some beside; this one is not among them']
      : []),
    ...(old && !contradicts
      ? [
          `the record calls every version malicious, of a package that ${context.popular === true ? 'many use' : 'was there long before'}`,
        ]
      : []),
    ...(old && after !== undefined && after > 0 ? ['the version was published after the record was last changed'] : []),
  ]
}
