import type { ExternalDataClue } from '../../model/model-clue.ts'
import type { ModelDossier } from '../../model/model.ts'
import type { Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import { nameOf, repositoryFinding } from './repository-finding.ts'

/** The weights of a model are a link to something else. */
export const linkedData: BomRule = {
  id: 'models/linked-data',
  title: 'The weights of a model are a link to something else.',
  severity: 'low',
  why: 'An ONNX model names files that hold its weights. When such a file is a symbolic link, or one more name of another file, loading the model reads that other file, whatever it is, and its bytes leave with the results of the model or with a saved copy. Loaders that check the path alone do not see it.',
  fix: 'Replace the link by a copy of the file it should be, and upgrade the loader.',
  references: [
    'https://nvd.nist.gov/vuln/detail/CVE-2026-34446',
    'https://nvd.nist.gov/vuln/detail/CVE-2026-34447',
    'https://cwe.mitre.org/data/definitions/59.html',
  ],
  *inspect(bom) {
    for (const { model, clues } of bom.models) {
      // huggingface_hub keeps every file of a download as a link to a blob beside it.
      if (model.source !== undefined) continue
      for (const clue of clues) if (clue.kind === 'external-data' && isLinked(clue)) yield linked(model, clue)
    }
  },
}

function isLinked({ links }: ExternalDataClue): boolean {
  return links.symbolic || links.names > 1
}

function linked(model: ModelDossier['model'], { path, links }: ExternalDataClue): Observation {
  const what = links.symbolic ? 'a symbolic link' : `one of ${links.names} names of the same file`
  return repositoryFinding(model, {
    kind: 'repository/linked-data',
    severity: 'low',
    title: `${nameOf(model)} takes weights from ${what}`,
    message: `${path} is ${what}: what is read is whatever stands at the other end.`,
    because: 'the file system says so',
    evidence: [{ location: { path }, note: what }],
    fix: 'Replace the link by a copy of the file it should be.',
    when: 'on-load',
    cwe: links.symbolic ? 'CWE-61' : 'CWE-62',
    subject: path,
    cves: [links.symbolic ? 'CVE-2026-34447' : 'CVE-2026-34446'],
  })
}
