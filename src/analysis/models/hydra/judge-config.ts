import { FormatError } from '../../../base/errors.ts'
import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import { pythonJson } from '../../../formats/python-json.ts'
import { decodeText } from '../../../formats/text.ts'
import type { TreeValue } from '../../../formats/tree.ts'
import { yaml } from '../../../formats/yaml.ts'
import { kept } from '../kept.ts'
import { observeTargets, type NamedTarget, type TargetMeaning } from '../named-code/observe-targets.ts'
import type { ModelObservation } from '../observation.ts'
import { configTargets } from './config-targets.ts'
import { judgeConfigText } from './config-texts.ts'
import { configNodes } from './config-walk.ts'
import { judgeYamlTags, plainTags } from './judge-yaml-tags.ts'

/** Where a configuration stands decides how likely it is that strange code was brought along with the weights. */
export interface ConfigPlace {
  readonly inArchive: boolean
}

/**
 * What a YAML or JSON configuration names for `hydra.utils.instantiate` and its relatives (NeMo, torchtune, MONAI, the
 * `instantiate_from_config` of diffusion models): CVE-2025-23304 is NeMo calling whatever `_target_` of `model_config.yaml` says.
 * Empty when nothing is named. Throws FormatError, LimitError.
 */
export function judgeConfig(bytes: Uint8Array, place: ConfigPlace, limits: Limits): readonly ModelObservation[] {
  const text = decodeText(bytes)
  try {
    return judgeParsed(text, place, limits)
  } catch (error) {
    // What one reader of YAML refuses another may accept: tags that stand there in plain sight count all the same.
    const tags = error instanceof FormatError ? plainTags(text) : []
    if (tags.length === 0) throw error
    return [...tags, unread(error as FormatError)]
  }
}

function judgeParsed(text: string, place: ConfigPlace, limits: Limits): readonly ModelObservation[] {
  const roots = rootsOf(text, limits)
  const targets: NamedTarget[] = []
  const texts = kept<ModelObservation>(MOST_OF_EACH)
  for (const root of roots) {
    // MONAI and Lighter evaluate texts that begin with a dollar sign, in the files in which they have targets.
    const usesMonai = text.includes('_target_')
    for (const node of configNodes(root)) {
      if (node.value.kind === 'object') targets.push(...configTargets(node))
      else for (const found of judgeConfigText(node, { usesMonai, ...place })) texts.add(found)
    }
  }
  const tags = isJson(text) ? [] : judgeYamlTags(text, limits)
  return [...tags, ...observeTargets(targets, place.inArchive ? IN_MODEL : IN_FOLDER), ...texts.list]
}

const MOST_OF_EACH = 20

const IN_MODEL: TargetMeaning = {
  format: 'hydra',
  subject: 'The configuration',
  loader:
    'hydra.utils.instantiate imports the name and calls it with arguments from the file when the model is restored',
  when: 'on-load',
  unknown: 'medium',
  cve: ['CVE-2025-23304'],
  fix: 'Do not restore the model; take its weights alone, and a configuration you have read.',
}

/** In a folder the code that a configuration names usually lies beside it, and its author is who runs it. */
const IN_FOLDER: TargetMeaning = { ...IN_MODEL, unknown: 'low' }

function unread(error: FormatError): ModelObservation {
  return {
    id: 'container/not-inspected',
    severity: 'medium',
    title: 'The configuration could not be read to the end',
    why: `What stands behind the place is not known: ${excerpt(error.message, 160)}.`,
    where: {},
    cwe: 'CWE-1286',
    fix: 'Do not load it before somebody has looked at it.',
  }
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

/** JSON as Python writes it; a flow mapping of YAML begins the same way. */
function rootsOf(text: string, limits: Limits): readonly TreeValue[] {
  if (isJson(text)) {
    try {
      return [pythonJson(Buffer.from(text), limits)]
    } catch (error) {
      // The YAML reader below says what is wrong.
      if (!(error instanceof FormatError)) throw error
    }
  }
  return yaml.parse(Buffer.from(text), limits).map(({ root }) => root)
}
