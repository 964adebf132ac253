import { frontMatter } from '../../formats/front-matter.ts'
import { text } from '../../formats/text.ts'
import { get, type TreeValue } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import type { CardClue } from '../../model/model-clue.ts'
import type { Include } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { claimText, NO_CLAIMS, textsOf } from './claims.ts'
import { clueExtraction } from './clue-extraction.ts'

/** Model cards: what their authors say in the front matter. */
export const modelCard: Extractor = {
  id: 'models/model-card',
  title: 'Licence, origin and task in the front matter of model cards',
  files: ['**/MODEL_CARD.md', '**/model_card.md'],
  content: { files: ['**/README.md'], recognises: (head) => /^\uFEFF?---[ \t]*\r?\n/.test(head) },
  async extract(file) {
    const matter = frontMatter(await file.read(text))
    if (matter === undefined) return clueExtraction([])
    // Loaded with the first card: most projects have none, and YAML is not small.
    const { yamlDocument } = await import('../../formats/yaml.ts')
    const { root } = yamlDocument.parse(new TextEncoder().encode(matter.text), file.limits)
    const code: Include = {
      path: file.path,
      role: 'requires',
      rules: ['models/readme-code'],
      location: at(file.path, 1, 1),
    }
    return clueExtraction([cardOf(root, file.path)], [code])
  },
}

/** The fields of huggingface_hub's ModelCardData. `license: other` names the real one beside it. */
function cardOf(root: TreeValue, path: string): CardClue {
  const license = textsOf(get(root, 'license'))
  const named = claimText(get(root, 'license_name'))
  const name = claimText(get(root, 'model_name'))
  const [task, library] = [claimText(get(root, 'pipeline_tag')), claimText(get(root, 'library_name'))]
  return {
    kind: 'card',
    path,
    claims: {
      ...NO_CLAIMS,
      ...(name === undefined ? {} : { name }),
      licenses: named === undefined ? license : [named],
      baseModels: textsOf(get(root, 'base_model')),
      datasets: textsOf(get(root, 'datasets')),
    },
    ...(task === undefined ? {} : { task }),
    ...(library === undefined ? {} : { library }),
    languages: textsOf(get(root, 'language')),
    location: at(path, 1, 1),
  }
}
