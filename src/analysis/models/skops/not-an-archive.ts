import type { ModelObservation } from '../observation.ts'

/**
 * A file called `.skops` that is no zip archive. `skops.io.load` refuses it, but `Card.get_model` of skops up to 0.12.0 then
 * takes joblib, which unpickles it without asking (CVE-2025-54886). Empty for an archive.
 */
export function judgeSkopsName(bytes: Uint8Array): readonly ModelObservation[] {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  if (isZip || bytes.length === 0) return []
  return [
    {
      id: 'skops/not-an-archive',
      severity: 'high',
      title: 'The file is called .skops and is no skops archive',
      why: 'Card.get_model of skops up to 0.12.0 loads whatever is no zip archive with joblib, which unpickles it and runs what stands in it; the list of trusted types is not asked.',
      where: { byte: 0 },
      cwe: 'CWE-502',
      cve: ['CVE-2025-54886'],
      atlas: 'AML.T0011.000',
      fix: 'Do not load the file; ask its author for one written by skops.io.dump.',
    },
  ]
}
