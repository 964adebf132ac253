/** How bad. `unknown` means nobody said: it is not `none`, and policies decide on it by name. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'none' | 'unknown'

/** Worst first. `unknown` stands above `low`: what nobody has rated is looked at before what somebody rated harmless. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'unknown', 'low', 'none']

/** Negative when `a` is worse than `b`; sorts worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)
}
