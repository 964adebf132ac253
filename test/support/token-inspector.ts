import { contentName } from '../../src/engine/cache/keys.ts'
import type { RuledObservation } from '../../src/model/finding.ts'
import type { FamilyInspection } from '../../src/model/rule.ts'
import type { ScannedFile } from '../../src/model/scanned-file.ts'

/** The specimens of history-stream. */
const TOKEN = /\b(?:AKIA[A-Z2-7]{16}|glpat-[A-Za-z0-9]{20}|hf_[A-Za-z]{34})\b/g

/** A piece of a large file; no specimen is longer than what two of them have in common. */
const [PIECE, COMMON] = [800_000, 100]

/** The simplest scanner: one observation for each specimen, with a hash in place of the value. Files called `.whole` are wanted in one piece. */
export async function tokenInspector(file: ScannedFile): Promise<FamilyInspection> {
  const observations: RuledObservation[] = []
  const piece = file.path.endsWith('.whole') ? Number.POSITIVE_INFINITY : PIECE
  for (let at = 0; at < file.size; at += piece - COMMON) {
    const bytes = file.size <= piece ? await file.source.all() : await file.source.slice(at, piece)
    observations.push(
      ...specimensIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), file.path),
    )
    if (at + piece >= file.size) break
  }
  return { observations, diagnostics: [], concealed: [] }
}

function* specimensIn(text: string, path: string): Generator<RuledObservation> {
  for (const [value] of text.matchAll(TOKEN)) {
    const line = text.slice(0, text.indexOf(value)).split('\n').length
    yield {
      ruleId: 'secrets/specimen',
      severity: 'high',
      title: 'a specimen',
      message: 'a specimen',
      confidence: { level: 'high', because: [] },
      evidence: [{ location: { path, lines: { start: line, end: line } }, note: 'here' }],
      fix: { text: 'Revoke it.' },
      identity: contentName(value),
    }
  }
}
