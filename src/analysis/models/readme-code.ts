import { codeBlocks } from '../../formats/markdown-code.ts'
import { text } from '../../formats/text.ts'
import type { FileRule } from '../../model/rule.ts'
import { judgeReadmeCode } from './code/judge-readme-code.ts'
import { reported } from './to-observation.ts'

/** A model card tells people to run something they should not. */
export const readmeCode: FileRule = {
  id: 'models/readme-code',
  title: 'A model card tells people to run something they should not.',
  severity: 'medium',
  why: 'People paste the example of a model card into a terminal or a notebook. One that pipes a download into a shell, runs code from the network or installs from an address nobody knows gets past every check of the files of the model.',
  fix: 'Do not paste it. Install the packages it needs from your own index, and load the model without trust_remote_code.',
  references: ['https://cwe.mitre.org/data/definitions/494.html', 'https://atlas.mitre.org/techniques/AML.T0011'],
  // README.md of a model is named by the extractor that read its front matter: most are none of a model.
  files: ['**/MODEL_CARD.md', '**/model_card.md'],
  async *inspect(file) {
    yield* reported(file, judgeReadmeCode(codeBlocks(await file.read(text)), file.limits))
  },
}
