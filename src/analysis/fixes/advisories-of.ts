import type { Finding } from '../../model/finding.ts'

/** The advisories a finding speaks of, by the names people use. */
export function advisoriesOf({ advisory, range }: Finding): readonly string[] {
  return [...(advisory === undefined ? [] : [advisory.id]), ...(range?.advisories ?? []).map(({ id }) => id)]
}
