/**
 * The library's door: what a program needs to scan a folder itself. Everything here is documented where it is defined; what
 * is not exported here may change in any release.
 */
export { type OpenAdvisories, openAdvisories } from './advisories/lookup.ts'
export { starterAdvisories } from './advisories/starter.ts'
export { type UpdateOptions, type UpdateReport, updateAdvisories } from './advisories/update.ts'
export { type Clock, fixedClock, systemClock } from './base/clock.ts'
export { ERROR_CATALOGUE, type ErrorCode } from './base/error-catalogue.ts'
export { ExternalError, FormatError, LimitError, UsageError } from './base/errors.ts'
export { DEFAULT_LIMITS, type Limits } from './base/limits.ts'
export { scan, type ScanRequest } from './engine/scan.ts'
export type * from './model/advisory.ts'
export type * from './model/component.ts'
export type * from './model/coverage.ts'
export type * from './model/finding.ts'
export type * from './model/policy.ts'
export type * from './model/scan-result.ts'
export type * from './model/verdict.ts'
export type * from './model/vex.ts'
export { type ParsedPolicy, parsePolicy } from './policy/parse.ts'
export { presetPolicy } from './policy/preset-policy.ts'
export type { Reporter, ReportStyle } from './report/reporter.ts'
export * as reporters from './report/reporters.ts'
