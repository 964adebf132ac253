import type { RegistryFacts } from '../../../model/registry-facts.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import { schemeOf } from '../../../versions/scheme-of.ts'
import { versionJump } from '../names/version-jump.ts'
import { change, quoted } from './change.ts'

const YEAR = 365.25 * 24 * 3_600_000
/** Ordinary packages rest, too: 67 of 2,171 releases came more than a year after the one before. */
const SLEEP: readonly { readonly years: number; readonly weight: number }[] = [
  { years: 5, weight: 0.4 },
  { years: 2, weight: 0.3 },
  { years: 1, weight: 0.15 },
]

/** A release after years of silence: accounts of sleeping projects are the ones whose loss nobody notices. */
export function dormantChange(before: RegistryFacts, after: RegistryFacts): readonly ReleaseChange[] {
  const gap = Date.parse(after.published ?? '') - Date.parse(before.published ?? '')
  const sleep = SLEEP.find(({ years }) => gap >= years * YEAR)
  if (sleep === undefined) return []
  const years = (gap / YEAR).toFixed(1)
  return [
    change(
      'dormant',
      before.version,
      `the release before, ${quoted(before.version)}, is ${years} years older`,
      sleep.weight,
    ),
  ]
}

const JUMP = 0.5

/** A version that leaps out of the row, by what the registry lists; see names/version-jump. */
export function jumpChange(after: RegistryFacts): readonly ReleaseChange[] {
  const jump = versionJump(earlier(after), after.version, after.ecosystem)
  return jump === undefined ? [] : [change('version-jump', after.version, `it ${jump.because}`, JUMP)]
}

/** Versions that came after it by their order say nothing of the leap. */
function earlier({ versions, version, ecosystem }: RegistryFacts): readonly string[] {
  const { compare } = schemeOf(ecosystem)
  return versions.filter((one) => compare(one, version) < 0)
}
