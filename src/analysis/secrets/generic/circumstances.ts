import type { Confidence } from '../../../model/finding.ts'
import type { ScanContext } from '../../sensitive/sensitive-scanner.ts'
import { believed } from '../engine/candidate.ts'
import { doubtOf, type FileKind, fileKind } from '../engine/file-kind.ts'
import type { Bar } from './plausible-value.ts'

/** Where generic values are not looked for: digests stand there by the thousand. */
export function isSilent(context: ScanContext): boolean {
  const kind = fileKind(context.path)
  return kind === 'lock' || kind === 'generated'
}

/** Tests, examples and documentation are full of values that open nothing: only what is surely random counts there. */
export function barFor(context: ScanContext): Bar {
  return isOrdinary(fileKind(context.path)) && context.role !== 'prose' ? 'usual' : 'high'
}

function isOrdinary(kind: FileKind): boolean {
  return kind === 'ordinary'
}

/** How much a generic value is believed: never highly, less where examples stand. */
export function believedIn(context: ScanContext, level: Confidence['level'], reasons: readonly string[]): Confidence {
  const doubt = doubtOf(fileKind(context.path))
  return believed(level, reasons, doubt === undefined ? [] : [doubt])
}
