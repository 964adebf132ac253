import type { RegistryFacts } from '../../../model/registry-facts.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import { bounded, change, quoted } from './change.ts'

/** Who published it and how: another account, a token in place of a trusted workflow, attestations that are gone. */
export function publisherChanges(before: RegistryFacts, after: RegistryFacts): readonly ReleaseChange[] {
  return [
    ...accountChanges(before, after),
    ...maintainerChanges(before, after),
    ...methodChanges(before, after),
    ...provenanceChanges(before, after),
  ]
}

/** An account that the release before does not name at all. */
const STRANGER = 0.5
/** Maintainers take turns. */
const COLLEAGUE = 0.08

function accountChanges(before: RegistryFacts, after: RegistryFacts): readonly ReleaseChange[] {
  const [old, now] = [before.publisher, after.publisher]
  // A workflow of the owners in place of a person is what everybody should do.
  if (old === undefined || now === undefined || old === now || after.publishing === 'trusted-publisher') return []
  const isKnown = before.maintainers?.includes(now) === true
  const who = isKnown ? ', who could publish before' : ', who was not among those who could publish'
  return [
    change(
      'publisher',
      now,
      `published by ${quoted(now)}${who}; the release before by ${quoted(old)}`,
      isKnown ? COLLEAGUE : STRANGER,
    ),
  ]
}

const ADDED = 0.15
const ALL_REPLACED = 0.6

function maintainerChanges(
  { maintainers: old }: RegistryFacts,
  { maintainers: now }: RegistryFacts,
): readonly ReleaseChange[] {
  if (old === undefined || now === undefined || old.length === 0) return []
  const known = new Set(old)
  const added = now.filter((one) => !known.has(one))
  if (added.length > 0 && added.length === now.length) {
    const text = `everybody who may publish is new: ${listed(added)} in place of ${listed(old)}`
    return [change('publisher', added[0] ?? '', text, ALL_REPLACED)]
  }
  return bounded(
    added.map((one) => change('publisher', one, `${quoted(one)} may publish now and could not before`, ADDED)),
    'new accounts that may publish',
  )
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(quoted).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}

/** axios 1.14.1: the releases before came from a workflow, this one from a stolen token. */
const TOKEN_AGAIN = 0.6

function methodChanges(before: RegistryFacts, after: RegistryFacts): readonly ReleaseChange[] {
  if (before.publishing !== 'trusted-publisher' || after.publishing !== 'token') return []
  const text = 'published with a token or a password; the release before came from a workflow that the registry trusts'
  return [change('publishing-method', 'token', text, TOKEN_AGAIN)]
}

const ALL_DROPPED = 0.5
const SOME_DROPPED = 0.25

function provenanceChanges(before: RegistryFacts, after: RegistryFacts): readonly ReleaseChange[] {
  if (after.files.length === 0 || before.files.length === 0 || !before.files.every(({ provenance }) => provenance))
    return []
  const without = after.files.filter(({ provenance }) => !provenance)
  if (without.length === 0) return []
  const isAll = without.length === after.files.length
  const which = isAll
    ? 'nothing says where it was built'
    : `nothing says where ${listed(without.map(({ name }) => name))} was built`
  return [
    change(
      'provenance',
      isAll ? '' : (without[0]?.name ?? ''),
      `${which}; the release before had attestations`,
      isAll ? ALL_DROPPED : SOME_DROPPED,
    ),
  ]
}
