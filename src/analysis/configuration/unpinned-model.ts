import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { isKaggleKernel, KAGGLE_KERNEL_FILE, type KaggleSource, kaggleSources } from './code/kaggle-kernel.ts'
import { type ModelReference, modelReferences } from './python/model-references.ts'
import { type PythonCode, PYTHON_FILES, pythonOf } from './python/python-code.ts'
import { listed, placed, reported, shown } from './report.ts'
import { toldOnce } from './told-once.ts'

/** A model or data set is fetched by its name, whatever stands there on the day. */
export const unpinnedModel: FileRule = {
  id: 'configuration/unpinned-model',
  title: 'A model or data set is fetched without naming a commit or version.',
  severity: 'low',
  why: 'A branch of a model repository can be written again at any time: weights, tokenizer, chat template and code may all be others tomorrow, and nobody can say later what was evaluated. Names of deleted accounts have been registered by strangers, who then served their own files to everybody who loads by name.',
  fix: 'Name the full commit in revision. `huggingface_hub.model_info(name).sha` prints the one that is current. On Kaggle, name the version: `owner/data/3`.',
  references: [
    'https://huggingface.co/docs/huggingface_hub/guides/download',
    'https://huggingface.co/docs/transformers/main_classes/model',
    'https://github.com/Kaggle/kaggle-cli/blob/main/docs/kernels_metadata.md',
    'https://atlas.mitre.org/techniques/AML.T0010.003',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  files: [...PYTHON_FILES, KAGGLE_KERNEL_FILE],
  async *inspect(file) {
    if (isKaggleKernel(file.path)) {
      const sources = await toldOnce(file, 'configuration/kaggle-sources', [], () => kaggleSources(file))
      if (sources.length > 0) yield mounted(file.path, sources)
      return
    }
    const code = await pythonOf(file)
    if (code === undefined) return
    const references = modelReferences(code.module)
    if (references.length > 0) yield observed(file.path, references, code.locate)
  },
}

function observed(path: string, references: readonly ModelReference[], locate: PythonCode['locate']): Observation {
  const names = [...new Set(references.map(({ name }) => shown(name, 80)))]
  const moving = references.filter(({ revision }) => revision !== undefined)
  return reported({
    severity: 'low',
    title: `${listed(names, 3)} ${names.length === 1 ? 'is' : 'are'} fetched without a commit`,
    message: `What is loaded is what stands under the name on that day.${moving.length > 0 ? ` ${listed([...new Set(moving.map(({ revision }) => shown(revision ?? '', 40)))], 3)} can be moved to other commits.` : ''}`,
    because: 'the call names the repository, and revision is no full commit',
    confidence: 'medium',
    evidence: references.map(({ use, called, name }) => placed(locate(use), `${called}: ${name}`)),
    fix: {
      text: 'Name the full commit in revision.',
      remedy: { edit: 'revision="<commit>"', file: path },
    },
    identity: path,
  })
}

function mounted(path: string, sources: readonly KaggleSource[]): Observation {
  const names = [...new Set(sources.map(({ name }) => shown(name, 80)))]
  const [first = ''] = names
  return reported({
    severity: 'low',
    title: `${listed(names, 3)} ${names.length === 1 ? 'is' : 'are'} mounted without a version`,
    message: 'The kernel runs with what its owner has published last on that day: data, weights and packages alike.',
    because: 'the source is of another owner and names no version',
    confidence: 'medium',
    evidence: sources.map(({ key, name, location }) => placed(location, `${key}: ${name}`)),
    fix: { text: 'Name the version.', remedy: { edit: `"${first}/<version>"`, file: path } },
    identity: path,
  })
}
