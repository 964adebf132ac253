import type { CardClue } from '../../model/model-clue.ts'
import type { Observation } from '../../model/finding.ts'
import type { ModelDossier } from '../../model/model.ts'
import type { BomRule } from '../../model/rule.ts'
import { nameOf, repositoryFinding } from './repository-finding.ts'

/** Nobody says under which licence a model may be used. */
export const modelCard: BomRule = {
  id: 'models/model-card',
  title: 'Nobody says under which licence a model may be used.',
  severity: 'low',
  why: 'Without a licence nothing may be done with a model, and without its origin nobody can tell which licences, data and duties come with it. Model cards state both in their front matter; regulation on general-purpose models asks for the same facts.',
  fix: 'Ask the author to state license, base_model and datasets in the front matter of README.md; record the answer beside the model.',
  references: ['https://huggingface.co/docs/hub/model-cards', 'https://cyclonedx.org/capabilities/mlbom/'],
  *inspect(bom) {
    for (const dossier of bom.models) if (lacksLicense(dossier)) yield withoutLicense(dossier)
  },
}

/** A single file can carry no card; a folder that people share can. */
function lacksLicense({ model, clues }: ModelDossier): boolean {
  const isFolder = clues.some(({ kind }) => kind === 'config' || kind === 'shard-index' || kind === 'card')
  return isFolder && model.files.length > 0 && model.claims.licenses.length === 0
}

function withoutLicense({ model, clues }: ModelDossier): Observation {
  const card = clues.find((clue): clue is CardClue => clue.kind === 'card')
  const [first] = model.files
  const missing = [
    'license',
    ...(model.claims.baseModels.length === 0 ? ['base_model'] : []),
    ...(model.claims.datasets.length === 0 ? ['datasets'] : []),
  ]
  return repositoryFinding(model, {
    kind: 'repository/no-license',
    severity: 'low',
    title: `${nameOf(model)} has no stated licence`,
    message:
      card === undefined
        ? 'There is no model card with front matter beside the weights, and their headers state none.'
        : `The model card states no ${missing.join(', no ')}.`,
    because: 'the card and the headers of the weights were read',
    evidence: [
      card === undefined
        ? { location: { path: first?.path ?? model.path }, note: 'weights without a card' }
        : { location: card.location, note: 'model card' },
    ],
    fix: 'Ask the author to state license, base_model and datasets in the front matter of README.md.',
    when: 'unknown',
    subject: 'license',
  })
}
