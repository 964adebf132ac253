import type { Advisory } from '../../model/advisory.ts'
import type { Confidence } from '../../model/finding.ts'
import type { AffectedInterval } from './affected-intervals.ts'
import { fixedVersions, isAffected, isInside, listedAs, type AffectedSet } from './affected-set.ts'
import type { ComparableBound } from './comparable-bound.ts'
import { boundPosition, versionPosition, type VersionPosition } from './version-position.ts'

/** What says that the version is affected: an entry of the record's list, or a range such as `>=0, <2.3.1`. */
export type MatchGround =
  | { readonly kind: 'list'; readonly entry: string }
  | { readonly kind: 'range'; readonly text: string }

/** A circumstance of the match, and the highest confidence it leaves. */
export interface MatchNote {
  readonly text: string
  readonly atMost: Confidence['level']
}

/** One record that names this version. */
export interface Match {
  readonly advisory: Advisory
  readonly set: AffectedSet
  readonly grounds: readonly MatchGround[]
  /** Fixed versions above this one in order: the end of its own interval, then those of later branches. */
  readonly fixed: readonly ComparableBound[]
  readonly notes: readonly MatchNote[]
}

/**
 * Does the record name this version? By its list or by its ranges; either counts (OSV schema, "Evaluation"). Undefined when
 * it does not. Never throws: unparsable versions have a place in the order, and the match says so in its notes.
 */
export function match(position: VersionPosition, set: AffectedSet): Match | undefined {
  const inside = set.intervals.filter((piece) => isInside(position, piece))
  const listed = listedAs(position, set)
  if (inside.length === 0 && listed === undefined) return postReleaseMatch(position, set)
  return {
    advisory: set.advisory,
    set,
    grounds: [
      ...(listed === undefined ? [] : [{ kind: 'list' as const, entry: listed }]),
      ...inside.map((piece) => ({ kind: 'range' as const, text: rangeText(piece) })),
    ],
    ...fixesAbove(position, set, (fixNotes) => [...notesOn(position, inside, listed, set), ...fixNotes]),
  }
}

/** A piece as people write it: `>=0, <2.3.1`. */
function rangeText({ lower, upper }: AffectedInterval): string {
  const from = `>=${lower?.written ?? '0'}`
  if (upper === undefined) return from
  return `${from}, ${upper.end === 'last_affected' ? '<=' : '<'}${upper.written}`
}

/**
 * `2.0.post1` is above `last_affected: 2.0` by the letter. A post release repairs the packaging, not the code (PEP 440), so
 * it is reported all the same, with low confidence.
 */
function postReleaseMatch(position: VersionPosition, set: AffectedSet): Match | undefined {
  const { scheme, publicPart } = position
  if (!scheme.isPostRelease(publicPart)) return undefined
  const base = versionPosition(withoutPost(publicPart), scheme)
  const piece = set.intervals.find(
    ({ upper }) => upper?.end === 'last_affected' && position.compareTo(upper) > 0 && base.compareTo(upper) === 0,
  )
  if (piece === undefined) return undefined
  const text = `post release above the last affected version ${piece.upper?.written ?? ''}`
  return {
    advisory: set.advisory,
    set,
    grounds: [{ kind: 'range', text: rangeText(piece) }],
    ...fixesAbove(position, set, (fixNotes) => [{ text, atMost: 'low' }, ...fixNotes]),
  }
}

/** `2.0.post1`, `2.0-1`, `2.0rev3` -> `2.0`. */
function withoutPost(publicPart: string): string {
  return publicPart.replace(/(?:[-_.]?(?:post|rev|r)[-_.]?[0-9]*|-[0-9]+)$/i, '')
}

function notesOn(
  position: VersionPosition,
  inside: readonly AffectedInterval[],
  listed: string | undefined,
  set: AffectedSet,
): MatchNote[] {
  return [...rangeNotes(position, inside, listed, set), ...localNotes(position, listed)]
}

/** The list names the version itself: what is doubtful about the ranges then does not matter. */
function rangeNotes(
  { scheme, version }: VersionPosition,
  inside: readonly AffectedInterval[],
  listed: string | undefined,
  set: AffectedSet,
): MatchNote[] {
  if (listed !== undefined) {
    if (inside.length > 0 || set.intervals.length === 0) return []
    return [{ text: 'named in the list of the advisory, but outside its ranges', atMost: 'medium' }]
  }
  const notes = bestPiece(inside).flatMap(boundNotes)
  if (scheme.isValid(version)) return notes
  return [{ text: `legacy version: ${version} has no place in the order of versions`, atMost: 'low' }, ...notes]
}

/** One piece with clean bounds is enough. */
function bestPiece(inside: readonly AffectedInterval[]): readonly AffectedInterval[] {
  const clean = inside.find((piece) => boundNotes(piece).length === 0)
  return clean === undefined ? inside.slice(0, 1) : [clean]
}

function boundNotes({ lower, upper }: AffectedInterval): MatchNote[] {
  return [lower, upper].flatMap((bound): MatchNote[] => {
    if (bound === undefined) return []
    if (!bound.standard) {
      const read = bound.version === bound.written ? 'ordered below every version' : `read as ${bound.version}`
      return [{ text: `bound not standard: ${bound.written} ${read}`, atMost: 'low' }]
    }
    return bound.local ? [{ text: `bound ${bound.written} names one build of a release`, atMost: 'medium' }] : []
  })
}

function localNotes({ version, publicPart, scheme }: VersionPosition, listed: string | undefined): MatchNote[] {
  if (scheme.id !== 'pep440' || version === publicPart || listed?.includes('+') === true) return []
  return [{ text: `local label ${version.slice(publicPart.length)} ignored for comparison`, atMost: 'high' }]
}

/** No honest record has more branches; each costs a look through the whole record. */
const MOST_FIXES = 40

/**
 * The fixes worth naming, in order: above this version (the end of its own interval, then later branches), installable (a
 * bound that is no version is not), and not called affected by the same record, which a contradictory record does.
 */
function fixesAbove(
  position: VersionPosition,
  set: AffectedSet,
  notes: (fixNotes: readonly MatchNote[]) => readonly MatchNote[],
): Pick<Match, 'fixed' | 'notes'> {
  const { scheme } = position
  const bounds = fixedVersions(set)
    .filter((bound) => position.compareTo(bound) < 0)
    .slice(0, MOST_FIXES)
  const contradicted = bounds.filter((bound) => isAffected(boundPosition(bound, scheme), set))
  return {
    fixed: bounds.filter((bound) => !contradicted.includes(bound)),
    notes: notes(contradicted.map(contradictionNote)),
  }
}

/** It says something of the record's care, nothing of this version. */
function contradictionNote({ version }: ComparableBound): MatchNote {
  return { text: `the advisory calls ${version} both fixed and affected`, atMost: 'high' }
}
