import { excerpt } from '../../base/escape.ts'
import { chatTemplates } from '../../formats/chat-templates.ts'
import { json } from '../../formats/json.ts'
import { get, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import type { ConfigClue, ModelClue } from '../../model/model-clue.ts'
import { at, type Location } from '../../model/location.ts'
import type { Include } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { clueExtraction } from './clue-extraction.ts'
import { folderOf } from './folder-of.ts'
import { codeInclude, includesOf, remoteCodeIn } from './remote-code.ts'
import { templateClue } from './template-clue.ts'

/** The configurations that loaders of Hugging Face repositories read. */
export const config: Extractor = {
  id: 'models/config',
  title: 'Architectures, code to be trusted and chat templates in the configurations of model repositories',
  files: [
    '**/config.json',
    '**/tokenizer_config.json',
    '**/processor_config.json',
    '**/preprocessor_config.json',
    '**/video_preprocessor_config.json',
    '**/generation_config.json',
    '**/adapter_config.json',
    '**/chat_template.json',
    '**/model_index.json',
  ],
  async extract(file) {
    const tree = await file.read(json)
    const clues = cluesOf(file.path, tree)
    return clueExtraction(clues, clues.flatMap(filesToRead))
  },
}

function cluesOf(path: string, { root, lines }: Tree): readonly ModelClue[] {
  const place = (offset: number): Location => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
  const templates = chatTemplates(root).map(({ name, text, offset }) => templateClue(name, text, place(offset)))
  const own = configClue(root, path, place)
  return own === undefined ? templates : [own, ...templates]
}

/** Undefined for a config.json of something else: every second tool has one. */
function configClue(root: TreeValue, path: string, place: (offset: number) => Location): ConfigClue | undefined {
  const remoteCode = remoteCodeIn(root, path, place)
  const architectures = items(get(root, 'architectures')).flatMap((item) => shortText(item) ?? [])
  const modelType =
    shortText(get(root, 'model_type')) ?? className(get(root, '_class_name')) ?? shortText(get(root, 'peft_type'))
  const savedFrom = shortText(get(root, 'base_model_name_or_path')) ?? shortText(get(root, '_name_or_path'))
  const isModel = remoteCode.length + architectures.length > 0 || modelType !== undefined || savedFrom !== undefined
  if (!isModel) return undefined
  return {
    kind: 'config',
    path,
    architectures: architectures.slice(0, 50),
    ...(modelType === undefined ? {} : { modelType }),
    ...(savedFrom === undefined ? {} : { savedFrom }),
    remoteCode,
  }
}

function shortText(value: TreeValue | undefined): string | undefined {
  const text = string(value)
  return text === undefined || text === '' ? undefined : excerpt(text, 200)
}

/** diffusers write `"_class_name": "UNet2DConditionModel"`, or a module and a class. */
function className(value: TreeValue | undefined): string | undefined {
  return shortText(value) ?? shortText(items(value).at(-1))
}

/** Files that loaders of a repository look for by name, besides the classes it names. */
const BY_NAME = ['handler.py', 'pipeline.py', 'custom_generate/generate.py', 'hubconf.py']

function filesToRead(clue: ModelClue): readonly Include[] {
  if (clue.kind !== 'config') return []
  const folder = folderOf(clue.path)
  return [
    ...includesOf(clue.remoteCode),
    ...BY_NAME.map((name) => codeInclude(`${folder}${name}`, at(clue.path, 1, 1), true)),
  ]
}
