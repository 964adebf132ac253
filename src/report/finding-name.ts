import type { Finding } from '../model/finding.ts'

/** What people call a finding in a list: the advisory where it is about one, else what was found. */
export function findingName({ advisory, title }: Finding): string {
  return advisory?.id ?? title
}
