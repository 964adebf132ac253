import type { ModelObservation } from './observation.ts'

/** A kind that is recognised and not read: unknown is never reported as clean. */
export function notRead(what: string, because: string): readonly ModelObservation[] {
  return [
    {
      id: 'container/not-inspected',
      severity: 'medium',
      title: `${what} was not inspected`,
      why: `${because} What it holds is not known.`,
      where: {},
      cwe: 'CWE-693',
      fix: 'Load it only from a source you trust, or ask its author for a format that can be inspected.',
      when: 'unknown',
    },
  ]
}
