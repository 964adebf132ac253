import type { Severity } from '../../model/severity.ts'
import type { AnomalyMeaning } from './observation.ts'

const FIX = 'Do not load the file; export the model again from its source, or ask its author.'
const DATA_POISONED = 'AML.T0010.003'

/** What a breach of a format means; `name` is how people call the format, `what` makes the id `format-layout/what`. */
export function layoutBreach(
  format: string,
  what: string,
  severity: Severity,
  cwe: string,
  title: string,
  why: string,
  cve?: readonly string[],
): AnomalyMeaning {
  return {
    id: `${format}-layout/${what}`,
    severity,
    title,
    why,
    cwe,
    atlas: DATA_POISONED,
    fix: FIX,
    ...(cve === undefined ? {} : { cve }),
  }
}

/** The two breaches every reader knows: bytes that are not of the format, and more than is read. */
export function commonBreaches(format: string, name: string): Readonly<Record<'broken' | 'limit', AnomalyMeaning>> {
  return {
    broken: layoutBreach(
      format,
      'broken',
      'medium',
      'CWE-20',
      `The ${name} file breaks off or leads outside of itself`,
      'What stands behind this place was not inspected. Readers that do not check run into foreign memory; the others refuse the file.',
    ),
    limit: {
      ...layoutBreach(
        format,
        'limit',
        'medium',
        'CWE-400',
        `The ${name} file holds more than Assay reads`,
        'A part of the model was not inspected.',
      ),
      when: 'unknown',
      fix: 'Raise the limits if you trust the file, or look at it by hand.',
    },
  }
}

/** The same for formats made of FlatBuffers. */
export function flatBreaches(
  format: string,
  name: string,
): Readonly<Record<'broken' | 'limit' | 'misaligned', AnomalyMeaning>> {
  return {
    ...commonBreaches(format, name),
    misaligned: layoutBreach(
      format,
      'misaligned',
      'low',
      'CWE-1286',
      `Numbers of the ${name} file stand at odd places`,
      'The official verifier refuses the file; readers without it crash on processors that need alignment.',
    ),
  }
}
