import type { ScanResult } from '../model/scan-result.ts'

/** How a person wants to read (only reports for people ask), and when the report is made. */
export interface ReportStyle {
  /** Milliseconds since 1970, from the door: some formats must say when they were written. SOURCE_DATE_EPOCH fixes it. */
  readonly now: number
  readonly colour: boolean
  /** In columns. */
  readonly width: number
  /** `full` shows every finding; `short` leaves the tail to a count. */
  readonly detail: 'short' | 'full'
}

/** A result as text. Pure: no console, no clock, no randomness; text of the input is escaped for the format. */
export interface Reporter {
  readonly id: string
  readonly title: string
  readonly mediaType: string
  render(result: ScanResult, style: ReportStyle): Iterable<string>
}
