import type { Limits } from '../../../base/limits.ts'
import { judgeConfig } from '../hydra/judge-config.ts'
import type { ModelObservation } from '../observation.ts'
import { judgeSkops } from '../skops/judge-skops.ts'
import { judgeSkopsName } from '../skops/not-an-archive.ts'
import { judgeMlflowModel } from './mlflow-model.ts'
import { judgeOrbaxMetadata } from './orbax-metadata.ts'
import { judgeSentenceModules } from './sentence-modules.ts'
import { judgeSpacyConfig } from './spacy-config.ts'

/** A text that loaders find by its name and take names of code from. */
export interface NamedText {
  /** Without folders, in lower case. */
  readonly name: string
  /** Does it lie in an archive, with the weights? */
  readonly inArchive: boolean
}

/**
 * What a text says to its loader, by its name: schema.json of skops, configurations of Hydra and SpeechBrain, modules.json,
 * MLmodel, config.cfg. Inside archives every YAML and JSON file is looked at, because NeMo and MONAI restore from any of them.
 * Empty for all other names. Throws FormatError where a loader would find a broken file, LimitError.
 */
export function judgeNamedText(text: NamedText, bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  return READERS.filter(([fits]) => fits(text)).flatMap(([, read]) => read(bytes, text, limits))
}

/** Would `judgeNamedText` look at it? */
export function isNamedText(text: NamedText): boolean {
  return READERS.some(([fits]) => fits(text))
}

type Reader = (bytes: Uint8Array, text: NamedText, limits: Limits) => readonly ModelObservation[]

const READERS: readonly (readonly [fits: (text: NamedText) => boolean, read: Reader])[] = [
  [({ name }) => name.endsWith('.skops'), (bytes) => judgeSkopsName(bytes)],
  // Beside other files a schema.json is one of a hundred things; in an archive skops finds it by this name.
  [
    ({ name }) => name === 'schema.json',
    (bytes, { inArchive }, limits) => (inArchive || mentions(bytes, '__loader__') ? judgeSkops(bytes, limits) : []),
  ],
  [
    ({ name }) => name === 'modules.json',
    (bytes, _, limits) => (mentions(bytes, '"type"') ? judgeSentenceModules(bytes, limits) : []),
  ],
  [
    ({ name }) => name === 'mlmodel',
    (bytes, _, limits) => (mentions(bytes, 'flavors') ? judgeMlflowModel(bytes, limits) : []),
  ],
  [({ name }) => name === '_checkpoint_metadata', (bytes, _, limits) => judgeOrbaxMetadata(bytes, limits)],
  [({ name }) => name === 'config.cfg', (bytes) => judgeSpacyConfig(bytes)],
  [
    isConfig,
    (bytes, { name, inArchive }, limits) => (namesCode(bytes, name) ? judgeConfig(bytes, { inArchive }, limits) : []),
  ],
]

const CONFIGS =
  /^(?:model_config|config|hparams|hyperparams|hyper_parameters|hydra|overrides|inference|train|metadata|params)\.(?:ya?ml|json)$|\.hydra\.ya?ml$|_hparams\.ya?ml$/

function isConfig({ name, inArchive }: NamedText): boolean {
  return CONFIGS.test(name) || (inArchive && /\.(?:ya?ml|json)$/.test(name))
}

/** Whatever has none of the marks names nothing; the trees of large configurations need not be built for it. */
function namesCode(bytes: Uint8Array, name: string): boolean {
  const marks = CONFIGS.test(name) ? [...MARKS, ...WEAK_MARKS] : MARKS
  return marks.some((mark) => mentions(bytes, mark)) || isDisguised(bytes)
}

/** Letters written as escapes, a quoted word broken over two lines, or UTF-16: nobody writes keys so but to hide them from a search. */
function isDisguised(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return /\\(?:u00|x|U000000)(?:[46][1-9a-f]|[57][0-9a]|5f)|\\\r?\n/i.test(text)
}

const MARKS = [
  '_target_',
  '_component_',
  '!!python',
  '!!%',
  '!%',
  ',2002:%',
  '2002:python',
  '!new:',
  '!apply',
  '!module:',
  '!name:',
  '!include:',
  '%TAG',
  '"class_path"',
]
/** Words that other files have too: only of files that are configurations by their name. */
const WEAK_MARKS = ['class_path:', 'target:', '"target"', '_zen_target', '!!', '!<', '${eval', '${oc.env']

function mentions(bytes: Uint8Array, mark: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark)
}
